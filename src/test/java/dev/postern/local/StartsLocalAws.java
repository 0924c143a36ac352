package dev.postern.local;

/** A process that starts the embedded services, says where they are, and stays. */
final class StartsLocalAws {
  private StartsLocalAws() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (LocalAws started = LocalAws.startOnFreePorts()) {
      System.out.println(started.endpoints().line());
      Thread.currentThread().join();
    }
  }
}
