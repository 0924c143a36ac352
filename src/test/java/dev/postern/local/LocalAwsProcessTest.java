package dev.postern.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.EmbeddedAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The process of the embedded services: how it starts and ends. */
@Timeout(120)
class LocalAwsProcessTest {
  @Test
  void aPortThatIsTakenIsNamedInOneLine() throws Exception {
    // Given something that listens
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      // When SQS shall listen there
      // Then the start fails and says so in one line
      assertThatThrownBy(() -> LocalAws.start(free("--sqs", port)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("embedded AWS: port " + port + " (SQS) is already taken");
    }
  }

  @Test
  void anOptionThatIsWrongIsNamedInOneLine() {
    assertThatThrownBy(() -> LocalAws.start(List.of("--sqs", "99999")))
        .hasMessage("--sqs 99999: a port is 0..65535");
    assertThatThrownBy(() -> LocalAws.start(List.of("--ses", "1")))
        .hasMessage("unknown option --ses");
  }

  @Test
  void theProcessEndsWhenTheOneThatStartedItIsKilled() throws Exception {
    // Given a process that started the services
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                StartsLocalAws.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = parent.inputReader()) {
      Endpoints endpoints = Endpoints.of(said.readLine()).orElseThrow();
      ProcessHandle services = ProcessHandle.of(endpoints.pid()).orElseThrow();
      assertThat(endpoints.parent()).isEqualTo(parent.pid());

      // When it is killed
      parent.destroyForcibly();

      // Then the services end too
      services.onExit().join();
      assertThat(LocalAws.running(endpoints.control())).isEmpty();
    }
  }

  @Test
  void itCanBeAskedWhoItIsAndEndsWithClose() {
    // Given a process of its own
    URI control;
    try (LocalAws started = LocalAws.startOnFreePorts()) {
      control = started.endpoints().control();

      // When it is asked
      // Then it says what its ready line said
      assertThat(LocalAws.running(control)).contains(started.endpoints());
    }

    // And after close nobody answers
    assertThat(LocalAws.running(control)).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void allPortsAreBoundToLoopbackOnly() throws Exception {
    Endpoints endpoints = EmbeddedAws.endpoints();
    List<URI> all =
        List.of(
            endpoints.dynamoDb(),
            endpoints.sqs(),
            endpoints.sns(),
            endpoints.dynamoDbProxy(),
            endpoints.sqsProxy(),
            endpoints.snsProxy(),
            endpoints.kms(),
            endpoints.kmsProxy(),
            endpoints.control());

    // A port bound to all addresses can't be bound to another one: this shows it can be told
    try (ServerSocket everywhere = new ServerSocket(0)) {
      assertThatThrownBy(() -> bindElsewhere(everywhere.getLocalPort()))
          .isInstanceOf(BindException.class);
    }
    for (URI endpoint : all) {
      bindElsewhere(endpoint.getPort());
    }
  }

  /** Binds the port on 127.0.0.2, an address that is not the loopback address in use. */
  private static void bindElsewhere(int port) throws IOException {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress("127.0.0.2", port));
    }
  }

  private static List<String> free(String... options) {
    Stream<String> free =
        Stream.of(
                "dynamodb",
                "sns",
                "kms",
                "dynamodb-proxy",
                "sqs-proxy",
                "sns-proxy",
                "kms-proxy",
                "control")
            .flatMap(service -> Stream.of("--" + service, "0"));
    return Stream.concat(free, Stream.of(options)).toList();
  }

  private static String classPath() {
    return Stream.of(LocalAws.class, StartsLocalAws.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .reduce((a, b) -> a + System.getProperty("path.separator") + b)
        .orElseThrow();
  }
}
