package dev.postern.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * What the other languages need, looked for on the {@code PATH}. Where it is missing the test that
 * asks is skipped, with the reason; where it can't be made ready the test fails.
 */
final class Tools {
  /** Where the build generates the clients, and where their packages are installed. */
  static final Path CLIENTS = Path.of("target", "clients").toAbsolutePath();

  static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();

  private static final Duration INSTALL_WITHIN = Duration.ofMinutes(5);

  private static boolean npmInstalled;

  private Tools() {}

  /** The command line of a Java program, with the JDK that runs the tests. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Node.js 20 or newer, and the packages of {@code src/test/clients/package.json} in {@link
   * #CLIENTS}.
   *
   * @return where the packages' programs are
   */
  static synchronized Path npm() {
    assumeTrue(
        Command.of("node", "-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)")
                .works()
            && Command.of("npm", "--version").works(),
        "No Node.js 20 or newer with npm on the PATH: nothing in TypeScript was tried,"
            + " and the contract was not linted");
    if (!npmInstalled) {
      copy(SOURCES.resolve("package.json"), CLIENTS.resolve("package.json"));
      npmInstall();
      npmInstalled = true;
    }
    return CLIENTS.resolve(Path.of("node_modules", ".bin"));
  }

  private static void npmInstall() {
    Command.of(
            "npm",
            "install",
            "--no-package-lock",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error")
        .in(CLIENTS)
        .within(INSTALL_WITHIN)
        .succeeds();
  }

  /**
   * Python 3.9 or newer, and what the generated client requires: what is installed already, or else
   * from pip.
   *
   * @return the interpreter that has them
   */
  static synchronized Path python() {
    assumeTrue(
        Command.of(
                "python3", "-c", "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 9))")
            .works(),
        "No Python 3.9 or newer with venv on the PATH: the Python client was not tried");
    Path environment = CLIENTS.resolve(Path.of("python", "environment"));
    Path python = environment.resolve(Path.of("bin", "python"));
    if (!Files.exists(python)) {
      Command.of("python3", "-m", "venv", "--system-site-packages", environment.toString())
          .within(INSTALL_WITHIN)
          .succeeds();
    }
    String requirements = "python/generated/requirements.txt";
    Command.of(python.toString(), "-m", "pip", "install", "--quiet", "--requirement", requirements)
        .in(CLIENTS)
        .within(INSTALL_WITHIN)
        .succeeds();
    return python;
  }

  static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
