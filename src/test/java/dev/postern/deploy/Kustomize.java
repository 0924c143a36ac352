package dev.postern.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.testing.Command;
import java.nio.file.Path;

/** The program that puts manifests together: {@code kubectl}, or {@code kustomize} itself. */
final class Kustomize {
  private Kustomize() {}

  /** What it makes of a directory; where there is no such program, the test is skipped. */
  static String render(Path directory) {
    if (Command.of("kubectl", "kustomize", "--help").works()) {
      return Command.of("kubectl", "kustomize", directory.toString()).succeeds();
    }
    assumeTrue(
        Command.of("kustomize", "version").works(),
        "Neither kubectl nor kustomize on the PATH: what k8s/ is rendered to was not looked at");
    return Command.of("kustomize", "build", directory.toString()).succeeds();
  }
}
