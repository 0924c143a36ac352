package dev.postern.bench.load;

import io.vertx.core.Vertx;

/**
 * A closed model: so many callers, each of which waits for its answer before it asks again, and has
 * a connection of its own.
 */
public final class ClosedLoad extends Load {
  private final Vertx vertx;
  private final int run;

  private ClosedLoad(Vertx vertx, int port, Scenario scenario, int run, String prefer) {
    super(
        new Sender(vertx, port, scenario, new Claims(run, scenario, scenario.isFifo()), prefer),
        scenario.callers());
    this.vertx = vertx;
    this.run = run;
  }

  /**
   * Starts all callers.
   *
   * @param run tells the messages of one load from those of others
   */
  public static ClosedLoad start(Vertx vertx, int port, Scenario scenario, int run) {
    return start(vertx, port, scenario, run, UNTIL_PUBLISHED);
  }

  /** The same, with what the callers prefer. */
  public static ClosedLoad start(Vertx vertx, int port, Scenario scenario, int run, String prefer) {
    ClosedLoad load = new ClosedLoad(vertx, port, scenario, run, prefer);
    vertx.runOnContext(
        begin -> {
          for (int caller = 0; caller < scenario.callers(); caller++) {
            load.ask(caller, 0);
          }
        });
    return load;
  }

  private void ask(int caller, int number) {
    if (isStopping()) {
      partEnded();
      return;
    }
    sender()
        .send(new Payloads.Mark(run, caller, number), System.nanoTime())
        // Not from within: an answer may be there at once, and callers ask without end.
        .onComplete(answer -> vertx.runOnContext(again -> ask(caller, number + 1)));
  }
}
