package dev.postern.observe;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import dev.postern.testing.Lines;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens on the publish path is seen at {@code /q/metrics}. */
@QuarkusTest
@TestProfile(MetricsTest.SoonOpen.class)
@Timeout(180)
class MetricsTest {
  /** Breakers that open after two failures. */
  public static class SoonOpen implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("postern.breaker.failures", "2", "postern.breaker.open-for", "1s");
    }
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private static List<String> scrape() {
    return given().get("/q/metrics").then().statusCode(200).extract().asString().lines().toList();
  }

  /** The value of the one sample of that name with these tags; not a number where it has none. */
  private static double value(String name, String... tags) {
    List<String> samples =
        scrape().stream()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .filter(line -> Stream.of(tags).allMatch(line::contains))
            .toList();
    assertThat(samples).as(name).hasSize(1);
    return Double.parseDouble(samples.get(0).substring(samples.get(0).lastIndexOf(' ')));
  }

  private static String destination(String name) {
    return "destination=\"" + name + "\"";
  }

  private static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aMessageIsCountedWhereItIsAcceptedSentAndSettledAndItsRepetitionAsADuplicate() {
    String orders = destination("orders");
    double accepted = value("postern_accepted_messages_total", orders);
    double sent = value("postern_sent_messages_total", orders, "result=\"accepted\"");
    double settled = value("postern_settled_messages_total", orders, "result=\"published\"");
    double replayed = value("postern_duplicates_messages_total", orders, "result=\"replayed\"");
    double reused = value("postern_duplicates_messages_total", orders, "result=\"key-reused\"");

    String key = fresh("key");
    publish("orders").key(key).group("g").answers(201);
    publish("orders").key(key).group("g").answers(201);
    publish("orders").key(key).group("g").body("{\"n\":2}").answers(422);

    assertThat(value("postern_accepted_messages_total", orders)).isEqualTo(accepted + 1);
    assertThat(value("postern_sent_messages_total", orders, "result=\"accepted\""))
        .isEqualTo(sent + 1);
    assertThat(value("postern_settled_messages_total", orders, "result=\"published\""))
        .isEqualTo(settled + 1);
    assertThat(value("postern_duplicates_messages_total", orders, "result=\"replayed\""))
        .isEqualTo(replayed + 1);
    assertThat(value("postern_duplicates_messages_total", orders, "result=\"key-reused\""))
        .isEqualTo(reused + 1);
    assertThat(value("postern_send_batch_messages_count", orders)).isPositive();
    assertThat(value("postern_accept_batch_messages_count", orders)).isPositive();
    assertThat(value("postern_settle_batch_messages_count")).isPositive();
    assertThat(value("postern_send_duration_seconds_count", orders)).isPositive();
    assertThat(value("postern_aws_calls_seconds_count", "SendMessageBatch", "result=\"ok\""))
        .isPositive();
  }

  @Test
  void whatHasNotHappenedIsSeenAsZero() {
    String news = destination("news");
    assertThat(value("postern_overloaded_messages_total", news)).isZero();
    assertThat(value("postern_retries_messages_total", news)).isZero();
    assertThat(value("postern_dead_letters_messages_total", news, "reason=\"outcome-unknown\""))
        .isZero();
    assertThat(value("postern_recoveries_total", "result=\"claimed\"")).isZero();
    assertThat(value("postern_compression_saved_units_total")).isNotNegative();
    assertThat(value("postern_send_in_flight_calls", news)).isZero();
    assertThat(value("postern_queue_depth_messages", news)).isZero();
    assertThat(value("postern_queue_bytes", news)).isZero();
    assertThat(value("postern_breaker_state", news, "state=\"closed\"")).isEqualTo(1);
  }

  @Test
  void aDestinationThatDoesNotAnswerIsSeenByItsBreakerAndItsBacklog() {
    String events = destination("events");
    given()
        .filter(Contract.enforced())
        .get("/v1/destinations/events")
        .then()
        .body("breaker", equalTo("closed"));
    Faults.in(Faults.Service.SQS).status(503, "ServiceUnavailable");

    String id = publish("events").key(fresh("key")).prefer("respond-async").id(202);

    until(() -> value("postern_breaker_state", events, "state=\"closed\"") == 0);
    until(
        () ->
            "open"
                .equals(
                    given()
                        .filter(Contract.enforced())
                        .get("/v1/destinations/events")
                        .path("breaker")));
    until(() -> value("postern_backlog_depth_messages", events) >= 1);
    assertThat(value("postern_backlog_oldest_age_seconds", events)).isPositive();
    assertThat(value("postern_lane_appended_messages_total", events)).isPositive();
    assertThat(value("postern_settled_messages_total", events, "result=\"handed-over\""))
        .isPositive();
    until(() -> value("postern_retries_messages_total", events) > 0);

    Faults.clear();
    Gateway.statusAtLast(id).then().body("status", equalTo("published"));
    assertThat(value("postern_concluded_messages_total", "result=\"published\"")).isPositive();
    until(() -> value("postern_breaker_state", events, "state=\"closed\"") == 1);
    given()
        .filter(Contract.enforced())
        .get("/v1/destinations")
        .then()
        .body("destinations.breaker", everyItem(equalTo("closed")));
  }

  @Test
  void aDeadLetterIsCountedByItsReasonAndWhatIsLoggedHasNothingOfTheMessage() {
    String orders = destination("orders");
    double dead = value("postern_dead_letters_messages_total", orders, "reason=\"refused\"");
    Faults.in(Faults.Service.SQS).action("SendMessageBatch").status(400, "InvalidMessageContents");
    String secret = fresh("hush");
    try (Lines lines = new Lines(BatchLog.CATEGORY)) {
      String id =
          publish("orders")
              .key(secret)
              .group(fresh("group"))
              .body("{\"hush\":\"" + secret + "\"}")
              .attributes("tier=\"" + secret + "\"")
              .prefer("respond-async")
              .id(202);
      until(
          () ->
              value("postern_dead_letters_messages_total", orders, "reason=\"refused\"")
                  == dead + 1);

      assertThat(lines.records())
          .filteredOn(line -> line.getMdc("messageId").contains(id))
          .extracting(line -> line.getMdc("outcome"))
          .contains("refused");
      assertThat(lines.records())
          .allSatisfy(
              line -> {
                assertThat(Lines.members(line)).containsKeys("messageId", "traceId");
                assertThat(line.getMessage() + line.getMdcCopy()).doesNotContain(secret);
              });
    }
  }
}
