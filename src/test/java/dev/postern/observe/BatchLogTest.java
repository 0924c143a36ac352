package dev.postern.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.broker.SendResult;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.testing.Lines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of batches and failures say what the operator asks, and nothing of what was sent. */
class BatchLogTest {
  private final Lines lines = new Lines(BatchLog.CATEGORY);

  @AfterEach
  void close() {
    lines.close();
  }

  /** A batch of which one message failed, with an answer that quotes the message. */
  private void send(boolean isJson) {
    BatchLog log =
        new BatchLog(() -> Given.REPLICA, new Given.Time(), Log.of(BatchLog.CATEGORY, isJson));
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
  void asJsonEachLineHasTheSameMembersAndAFailureItsCause() {
    send(true);

    assertThat(lines.texts()).containsExactly("sent", "attempt failed");
    assertThat(Lines.members(lines.records().get(0))).containsOnlyKeys(names());
    assertThat(Lines.members(lines.records().get(1)))
        .containsKeys(names())
        .hasSize(names().length + 1)
        .containsEntry("cause", "InvalidMessageContents");
  }

  private static String[] names() {
    return WideLine.ALWAYS.stream().map(Member::word).toArray(String[]::new);
  }

  @Test
  void whatIsNotWrittenIsNotPutTogether() {
    Logger.getLogger(BatchLog.CATEGORY).setLevel(Level.OFF);
    BatchLog log = new BatchLog(() -> Given.REPLICA, new Given.Time(), Log.of(BatchLog.CATEGORY));
    Supplier<WideLine> never =
        () -> {
          throw new AssertionError();
        };

    log.batch(never);
    log.failure(never);

    assertThat(lines.records()).isEmpty();
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
    "ListTopics: connection refused, connection refused",
    "KMS: DisabledException: x, DisabledException",
    "ApiCallTimeoutException, ApiCallTimeoutException"
  })
  void ofAnErrorOnlyItsCodeIsWritten(String error, String code) {
    assertThat(BatchLog.code(error)).isEqualTo(code);
  }
}
