package dev.postern.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.testing.Command;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The examples of the README, as they stand there, publish once and find what they published, also
 * where answers are lost.
 */
@QuarkusIntegrationTest
@TestProfile(ForClients.class)
@Timeout(900)
class ReadmeExamplesIT {
  private static final Pattern LOCATION = Pattern.compile("/v1/messages/(\\w+)");

  /** What is another with every run. */
  private static final Pattern FRESH =
      Pattern.compile("(/v1/messages/|\"(?:id|\\w+At|brokerMessageId)\":\")[^\"\\s]+");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TestHTTPResource("/")
  URI gateway;

  @BeforeEach
  void theGatewayIsReady() {
    Ready.await();
  }

  @Test
  void inJava() throws IOException {
    publishesOnce("Java");
  }

  @Test
  void inPython() throws IOException {
    assumeTrue(
        Command.of("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 8))").works(),
        "No Python 3.8 or newer on the PATH: the README's example in Python was not tried");
    publishesOnce("Python");
  }

  @Test
  @Tag("npm")
  void inTypeScript() throws IOException {
    Tools.npm();
    publishesOnce("TypeScript");
  }

  @Test
  void inGo() throws IOException {
    assumeTrue(
        Command.of("go", "version").works(),
        "No Go on the PATH: the README's example in Go was not tried");
    publishesOnce("Go");
  }

  private void publishesOnce(String language) throws IOException {
    // Given the example of the README, and a gateway whose first answers are lost
    ReadmeExample example = ReadmeExample.in(language);
    assertThat(example.source()).contains(ReadmeExample.GATEWAY);
    Path directory = Tools.CLIENTS.resolve(Path.of("readme", language));
    Files.createDirectories(directory);
    try (LossyFront front = new LossyFront(gateway)) {
      Files.writeString(
          directory.resolve(example.file()),
          example.source().replace(ReadmeExample.GATEWAY, front.base()));

      // When it is run as the README says
      String said = run(example, directory);

      // Then it says what the README shows
      assertThat(settled(said)).isEqualTo(settled(example.output()));

      // And it has sent one request three times, with one key
      List<LossyFront.Call> publishes = front.calls("POST");
      assertThat(publishes).hasSize(3);
      assertThat(publishes.stream().distinct()).hasSize(1);
      assertThat(publishes.get(0).key()).isNotNull();

      // And it is one message
      Matcher location = LOCATION.matcher(said);
      assertThat(location.find()).isTrue();
      assertThat(Inbox.ofQueue(ForClients.QUEUE).withId(location.group(1))).hasSize(1);
    }
  }

  private static String run(ReadmeExample example, Path directory) {
    String path = Path.of(System.getProperty("java.home"), "bin").toString();
    return Command.of("sh", "-e", "-c", example.command())
        .in(directory)
        .within(PATIENCE)
        .with("PATH", path + File.pathSeparator + System.getenv("PATH"))
        .succeeds();
  }

  private static String settled(String text) {
    return FRESH.matcher(text).replaceAll("$1…");
  }
}
