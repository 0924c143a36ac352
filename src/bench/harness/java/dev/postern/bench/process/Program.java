package dev.postern.bench.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started here, and ends with this one. */
public final class Program implements AutoCloseable {
  private static final Duration MOST_START = Duration.ofMinutes(3);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private final String name;
  private final Process process;
  private final Path log;
  private final long startedAt = System.nanoTime();

  private Program(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts a command, whose output goes to a file. */
  public static Program start(String name, List<String> command, Path logs) throws IOException {
    Files.createDirectories(logs);
    Path log = logs.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Program(name, process, log);
  }

  /** Waits until it answers 200 there; gives how long that took from its start. */
  public Duration awaitReady(URI ready) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
    while (System.nanoTime() - startedAt < MOST_START.toNanos()) {
      if (!process.isAlive()) {
        throw new IOException(name + " ended with " + process.exitValue() + ", see " + log);
      }
      if (answers(request)) {
        return Duration.ofNanos(System.nanoTime() - startedAt);
      }
      Thread.sleep(20);
    }
    throw new IOException(name + " did not become ready, see " + log);
  }

  private static boolean answers(HttpRequest request) throws InterruptedException {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Waits until it has ended by itself. */
  public void awaitEnd() throws IOException, InterruptedException {
    if (!process.waitFor(MOST_START.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(name + " does not end, see " + log);
    }
  }

  /** Records its flight until it ends. */
  public void record(Path recording) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    Process jcmd =
        new ProcessBuilder("jcmd", pid, "JFR.start", "settings=profile", "filename=" + recording)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (jcmd.waitFor() != 0) {
      throw new IOException("no flight of " + name + " can be recorded");
    }
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Kills it at once, as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(35, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
