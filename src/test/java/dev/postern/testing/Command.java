package dev.postern.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the machine's that runs to its end, in bounded time. Immutable. */
public record Command(
    List<String> words, Path directory, Duration patience, Map<String, String> environment) {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final File NOTHING = new File("/dev/null");
  private static final int TAIL_LINES = 40;

  /** In the project's directory, for up to a minute. */
  public static Command of(String... words) {
    return new Command(List.of(words), HERE, Duration.ofMinutes(1), Map.of());
  }

  public Command in(Path otherDirectory) {
    return new Command(words, otherDirectory, patience, environment);
  }

  public Command within(Duration otherPatience) {
    return new Command(words, directory, otherPatience, environment);
  }

  public Command with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Command(words, directory, patience, more);
  }

  /** Whether there is such a program, and it succeeds. */
  public boolean works() {
    try {
      return run().code == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  /**
   * Runs it; it must succeed.
   *
   * @return what it wrote to its standard output
   * @throws AssertionError if it failed or took too long, with what it said
   */
  public String succeeds() {
    Exit exit;
    try {
      exit = run();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    if (exit.code != 0) {
      throw new AssertionError(
          "%s%nin %s ended with %d:%n%s%n%s"
              .formatted(
                  String.join(" ", words), directory, exit.code, tail(exit.out), tail(exit.err)));
    }
    return exit.out;
  }

  /** How it must fail, in its own words. */
  public String fails() {
    try {
      Exit exit = run();
      if (exit.code == 0) {
        throw new AssertionError(String.join(" ", words) + " succeeded:\n" + tail(exit.out));
      }
      return exit.out + exit.err;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private record Exit(int code, String out, String err) {}

  private Exit run() throws IOException {
    // Files, since a pipe that nobody reads would stop the program.
    Path out = Files.createTempFile("command", ".out");
    Path err = Files.createTempFile("command", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      int code = awaitEnd(builder.start(), err);
      return new Exit(code, Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private int awaitEnd(Process process, Path err) throws IOException {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError(
          "%s did not end within %s:%n%s"
              .formatted(String.join(" ", words), patience, tail(Files.readString(err))));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String tail(String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
