package dev.postern.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The package serves who is known, and nobody rather than everybody. */
@Timeout(120)
class StartIT {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  @TempDir Path directory;

  @Test
  void whileNobodyIsKnownThePackageDoesNotStartAndSaysWhatToSet()
      throws IOException, InterruptedException {
    // Given the package, told of its region alone
    ProcessBuilder command = command();

    // When it is started
    Process process = command.start();
    try {
      // Then it ends, and its last words name the properties
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(log())
          .contains("postern.security.enabled is true, but nobody is known")
          .contains("postern.security.api-keys.<name>.sha256")
          .doesNotContain("Listening on");
    } finally {
      process.destroyForcibly();
    }
  }

  static List<Arguments> wrong() {
    return List.of(
        arguments(
            "-Dpostern.security.enabled=ture",
            "postern.security.enabled is \"ture\", must be true or false"),
        arguments(
            "-Dpostern.security.oidc.enabled=ture",
            "postern.security.oidc.enabled is \"ture\", must be true or false"),
        arguments(
            "-Dpostern.compression.enabled=ture",
            "postern.compression.enabled is \"ture\", must be true or false"),
        arguments("-Dpostern.compression.from=2M", "postern.compression.from is 2097152, must be"),
        arguments("-Dpostern.max-clock-skew=1h", "postern.max-clock-skew is PT1H, must be"),
        arguments("-Dpostern.replica.heartbeat=20s", "postern.replica.heartbeat is PT20S, must be"),
        arguments(
            "-Dpostern.subscriptions.billing.sqs-queue=billing",
            "postern.ack-tokens.secrets must be set where a subscription is pulled"),
        arguments(
            "-Dpostern.ack-tokens.secrets=abc",
            "postern.ack-tokens.secrets must be one or more secrets of at least 32 bytes"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsConfiguredWrongStopsTheStartAndIsNamed(String property, String complaint)
      throws IOException, InterruptedException {
    // Given a package that would serve everyone, but for one property
    ProcessBuilder command = command();
    command.command().addAll(1, List.of("-Dpostern.security.enabled=false", property));

    // When it is started
    Process process = command.start();
    try {
      // Then it ends, and its last words say what is wrong
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(log()).contains(complaint.replace("\"", "\\\""));
    } finally {
      process.destroyForcibly();
    }
  }

  /** As k8s/base has it: the ConfigMap beside the working directory, the Secret as environment. */
  @Test
  void callersHaveTheirPermissionsFromTheMountedFileAndTheirKeysFromTheSecret() throws Exception {
    // Given the configuration of production, mounted, and the Secret that it asks for
    Path mounted = Files.createDirectory(directory.resolve("config"));
    Files.copy(
        Path.of("k8s", "overlays", "prod", "application.properties"),
        mounted.resolve("application.properties"));
    ProcessBuilder command = command();
    Map<String, String> secret = command.environment();
    secret.put("POSTERN_ACK_TOKENS_SECRETS", Base64.getEncoder().encodeToString(new byte[32]));
    for (String name : List.of("shop", "billing", "support")) {
      secret.put(
          "POSTERN_SECURITY_API_KEYS_" + name.toUpperCase(Locale.ROOT) + "_SHA256",
          Secured.sha256(name + "'s key"));
    }

    // When it is started, out of reach of AWS
    Process process = command.start();
    try {
      String root = listening(process);

      // Then each is known by its key, within its permissions, and nobody else is
      assertThat(status(root + "/v1/destinations/orders", "shop's key")).isEqualTo(200);
      assertThat(status(root + "/v1/destinations/orders", "billing's key")).isEqualTo(403);
      assertThat(status(root + "/v1/destinations/orders", "another")).isEqualTo(401);
      assertThat(log()).doesNotContain("'s key", Secured.sha256("shop's key"));
    } finally {
      process.destroyForcibly();
    }
  }

  private ProcessBuilder command() {
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.http.port=0",
                "-jar",
                JAR.toAbsolutePath().toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    command.environment().put("AWS_REGION", "us-east-1");
    return command;
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
  }

  private String listening(Process process) throws IOException, InterruptedException {
    Pattern address = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    while (true) {
      Matcher found = address.matcher(log());
      if (found.find()) {
        return "http://localhost:" + found.group(1);
      }
      assertThat(process.isAlive()).as(log()).isTrue();
      Thread.sleep(100);
    }
  }

  private static int status(String url, String key) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).header("X-API-Key", key).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
