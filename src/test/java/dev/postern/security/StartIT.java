package dev.postern.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The package serves nobody rather than everybody. */
@Timeout(120)
class StartIT {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  @TempDir Path directory;

  @Test
  void whileNobodyIsKnownThePackageDoesNotStartAndSaysWhatToSet()
      throws IOException, InterruptedException {
    // Given the package, told of its region alone
    Path log = directory.resolve("log");
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.http.port=0",
                "-jar",
                JAR.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().put("AWS_REGION", "us-east-1");

    // When it is started
    Process process = command.start();
    try {
      // Then it ends, and its last words name the properties
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(Files.readString(log, StandardCharsets.UTF_8))
          .contains("postern.security.enabled is true, but nobody is known")
          .contains("postern.security.api-keys.<name>.sha256")
          .doesNotContain("Listening on");
    } finally {
      process.destroyForcibly();
    }
  }
}
