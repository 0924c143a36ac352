package dev.postern.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.broker.SendResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of batches and failures say what the operator asks, and nothing of what was sent. */
class BatchLogTest {
  private final Lines lines = new Lines();

  @AfterEach
  void close() {
    lines.close();
  }

  /** A batch of which one message failed, with an answer that quotes the message. */
  private void send(boolean isJson) {
    BatchLog log = new BatchLog(() -> Given.REPLICA, new Given.Time(), isJson);
    new MeteredBroker(
            (destination, messages) ->
                CompletableFuture.completedFuture(
                    List.of(
                        new SendResult.Accepted("b", Optional.empty()),
                        new SendResult.Refused(
                            "InvalidMessageContents: '" + Given.SECRET + "' is not allowed"))),
            new Meters(new SimpleMeterRegistry()),
            log)
        .send(Given.destination(), List.of(Given.outbound("1", "a"), Given.outbound("2", "b")))
        .toCompletableFuture()
        .join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void neitherPayloadNorKeyNorAttributeValueIsEverWritten(boolean isJson) {
    send(isJson);

    assertThat(lines.records()).hasSize(2);
    assertThat(lines.records())
        .allSatisfy(
            line -> assertThat(line.getMessage() + line.getMdcCopy()).doesNotContain(Given.SECRET));
  }

  @Test
  void asJsonEachLineHasTheSameKeysAsMembers() throws JsonProcessingException {
    send(true);

    for (ExtLogRecord line : lines.records()) {
      JsonNode json = new ObjectMapper().readTree(new JsonFormatter().format(line));
      assertThat(json.path("loggerName").asText()).isEqualTo("dev.postern.batch");
      assertThat(json.path("mdc").fieldNames())
          .toIterable()
          .containsExactlyInAnyOrderElementsOf(WideLine.KEYS);
    }
    assertThat(lines.records().get(0).getMessage()).isEqualTo("sent");
  }

  @Test
  void asTextTheKeysStandInTheLine() {
    send(false);

    assertThat(lines.records().get(0).getMessage())
        .isEqualTo(
            "sent: messageId=\"%s %s\" destination=orders group=\"a b\" replica=%s"
                    .formatted(Given.id("1"), Given.id("2"), Given.REPLICA)
                + " attempts=\"1 1\" outcome=\"accepted refused\" latencyMs=0"
                + " traceId=\"- -\"");
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException: Rate exceeded, ThrottlingException",
    "DynamoDB: ValidationException: x, ValidationException",
    "GetQueueUrl: connection refused, connection refused",
    "ApiCallTimeoutException, ApiCallTimeoutException"
  })
  void ofAnErrorOnlyItsCodeIsWritten(String error, String code) {
    assertThat(BatchLog.code(error)).isEqualTo(code);
  }
}
