package dev.postern.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process of embedded AWS services: DynamoDB, SQS, SNS and the data keys of KMS on loopback, in
 * memory. It ends with {@link #close()}, and by itself when the process that started it is gone,
 * however that ended.
 */
public final class LocalAws implements AutoCloseable {
  /** Where the control endpoint of a process on the fixed ports is. */
  public static final URI FIXED_CONTROL = URI.create("http://localhost:19000");

  private static final Path PROGRAM = Path.of("target", "local-aws", "local-aws.jar");
  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration END_WITHIN = Duration.ofSeconds(10);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  /** How much of what a failed start said is told on. */
  private static final int LINES_TOLD = 20;

  private static final List<String> SERVICES =
      List.of(
          "dynamodb",
          "sqs",
          "sns",
          "kms",
          "dynamodb-proxy",
          "sqs-proxy",
          "sns-proxy",
          "kms-proxy",
          "control");

  private final Process process;
  private final Endpoints endpoints;

  private LocalAws(Process process, Endpoints endpoints) {
    this.process = process;
    this.endpoints = endpoints;
  }

  /**
   * Starts them on the fixed ports (DynamoDB 8000, SQS 9324, SNS 9911, KMS 9599, control 19000).
   */
  public static LocalAws startOnFixedPorts() {
    return start(List.of());
  }

  /** Starts them on ports that are free. */
  public static LocalAws startOnFreePorts() {
    List<String> options = new ArrayList<>();
    for (String service : SERVICES) {
      options.add("--" + service);
      options.add("0");
    }
    return start(options);
  }

  /**
   * Starts them; returns when all of them answer, within 60 s.
   *
   * @param options as {@code dev.postern.local.aws.Options} reads them, for instance {@code
   *     "--sqs", "9325"}
   * @throws IllegalStateException if the process did not start: with its own words, for instance
   *     which port is taken
   */
  public static LocalAws start(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", program().toString()));
    command.addAll(List.of("--parent", Long.toString(ProcessHandle.current().pid())));
    command.addAll(options);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    CompletableFuture<Endpoints> ready = new CompletableFuture<>();
    Thread listener = new Thread(() -> listen(process, ready), "embedded-aws");
    listener.setDaemon(true);
    listener.start();
    try {
      return new LocalAws(process, ready.get(START_WITHIN.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException refused) {
      process.destroyForcibly();
      throw new IllegalStateException(refused.getCause().getMessage(), refused.getCause());
    } catch (TimeoutException late) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "embedded AWS: not ready within " + START_WITHIN.toSeconds() + " s", late);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("embedded AWS: interrupted while starting", interrupted);
    }
  }

  /** Where a process is whose control endpoint is here; empty if none answers. */
  public static Optional<Endpoints> running(URI control) {
    HttpRequest request =
        HttpRequest.newBuilder(control.resolve("/identity")).timeout(ANSWER_WITHIN).build();
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(ANSWER_WITHIN)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      return Endpoints.of(answer.body());
    } catch (IOException nobody) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Where they are. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /** Ends the process; returns when it has ended. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The program, built by Maven: in this directory or in one above.
   *
   * @throws IllegalStateException if it is in none of them
   */
  static Path program() {
    Path start = Path.of("").toAbsolutePath();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      Path program = directory.resolve(PROGRAM);
      if (Files.isRegularFile(program)) {
        return program;
      }
    }
    throw new IllegalStateException(
        "embedded AWS: no " + PROGRAM + " in or above " + start + "; ./mvnw initialize builds it");
  }

  private static void listen(Process process, CompletableFuture<Endpoints> ready) {
    List<String> said = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (ready.isDone()) {
          System.err.println("[embedded AWS] " + line);
        } else if (said.size() < LINES_TOLD) {
          said.add(line);
        }
        Endpoints.of(line).ifPresent(ready::complete);
      }
    } catch (IOException closed) {
      said.add(closed.toString());
    }
    ready.completeExceptionally(new IllegalStateException(String.join("\n", said)));
  }
}
