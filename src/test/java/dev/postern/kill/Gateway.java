package dev.postern.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One place where a process of the packaged application runs, again and again, always on the same
 * port. Not thread-safe, but for {@link #base()}.
 *
 * <p>No process outlives the JVM that started it, however that ended: beside each stands a shell
 * that reads from a pipe of this JVM and kills the process when the pipe is closed.
 */
final class Gateway implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Pattern USED = Pattern.compile("total [0-9]+K, used ([0-9]+)K");
  private static final int TAIL_LINES = 60;

  private final String name;
  private final int port;
  private final Map<String, String> properties;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private Process guard;

  Gateway(String name, Map<String, String> properties, Path directory) {
    this.name = name;
    this.port = freePort();
    this.properties = properties;
    this.log = directory.resolve(name + ".log");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  String name() {
    return name;
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Starts a process; it is not ready when this returns. */
  void start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Three of them start again and again on few processors.
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dpostern.security.enabled=false");
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dquarkus.http.port=" + port);
    command.addAll(List.of("-jar", JAR.toString()));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      guard =
          new ProcessBuilder(
                  "sh", "-c", "cat >/dev/null; kill -9 \"$0\"", Long.toString(process.pid()))
              .start();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Returns once the process says that it is ready. */
  void awaitReady() throws InterruptedException {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - until > 0) {
        throw new IllegalStateException(
            name
                + (process.isAlive() ? ": not ready within " + READY_WITHIN : ": ended by itself")
                + "\n"
                + tail());
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }

  private boolean isReady() throws InterruptedException {
    HttpRequest look =
        HttpRequest.newBuilder(base().resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return http.send(look, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** As {@code kill -9}; returns when the process is gone. */
  void kill() throws InterruptedException {
    // The guard goes first: the process's number may soon be another's.
    guard.destroyForcibly().waitFor();
    process.destroyForcibly().waitFor();
  }

  /**
   * As {@code kill -TERM}; returns when the process is gone.
   *
   * @param patience after which it is killed
   * @return whether it ended by itself
   */
  boolean terminate(Duration patience) throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    kill();
    return ended;
  }

  /** Bytes on the heap after a collection. */
  long heapInUse() throws InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(process.pid());
    try {
      run(jcmd, pid, "GC.run");
      Matcher used = USED.matcher(run(jcmd, pid, "GC.heap_info"));
      long bytes = 0;
      // The serial collector's two generations, before its metaspace.
      for (int generation = 0; generation < 2 && used.find(); generation++) {
        bytes += Long.parseLong(used.group(1)) * 1024;
      }
      return bytes;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    running.waitFor();
    return said;
  }

  /** Stops the process where it stands. */
  void pause() throws InterruptedException {
    signal("-STOP");
  }

  /** Lets the process go on. */
  void resume() throws InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws InterruptedException {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** All that its processes said. */
  List<String> lines() {
    try {
      return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  String tail() {
    List<String> lines = lines();
    return "--- "
        + log
        + "\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    guard.destroyForcibly();
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
