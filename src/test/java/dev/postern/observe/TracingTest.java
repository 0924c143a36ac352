package dev.postern.observe;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.postern.message.TraceParent;
import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.Lines;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** What happens to a message stands in one trace, its caller's, and goes on with the message. */
@QuarkusTest
@TestProfile(TracingTest.Recorded.class)
@Timeout(180)
class TracingTest {
  /** Spans go somewhere; here to {@link CaughtSpans}, soon. */
  public static class Recorded implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "postern.traces.endpoint",
          "http://localhost:1",
          "quarkus.otel.bsp.schedule.delay",
          "50ms");
    }
  }

  private static final String CALLERS_SPAN = "b7ad6b7169203331";
  private static final String SERVER = "POST /v1/destinations/{destination}/messages";

  @Inject CaughtSpans spans;

  private final String trace = UUID.randomUUID().toString().replace("-", "");

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private String traceparent(String flags) {
    return "00-" + trace + "-" + CALLERS_SPAN + "-" + flags;
  }

  private static Inbox events() {
    return Inbox.ofQueue("events");
  }

  private static TraceParent carriedBy(Message message) {
    return TraceParent.parse(Inbox.attribute(message, "traceparent")).orElseThrow();
  }

  private static SpanData only(List<SpanData> spans, String name) {
    assertThat(spans).filteredOn(span -> span.getName().equals(name)).hasSize(1);
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void oneTraceLeadsFromTheCallerThroughAcceptSendAndSettleToTheMessageOnTheBroker() {
    String id =
        publish("events").key(fresh("key")).header("traceparent", traceparent("01")).id(201);

    List<SpanData> all =
        spans.await(trace, SERVER, "accept events", "send events", "settle events");
    SpanData server = only(all, SERVER);
    SpanData send = only(all, "send events");
    Message message = events().only(id);
    assertThat(server.getParentSpanId()).isEqualTo(CALLERS_SPAN);
    assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(List.of(only(all, "accept events"), send, only(all, "settle events")))
        .allSatisfy(
            span -> {
              assertThat(span.getParentSpanId()).isEqualTo(server.getSpanId());
              assertThat(span.getAttributes().get(Traces.ID)).isEqualTo(id);
              assertThat(span.getAttributes().get(Traces.DESTINATION)).isEqualTo("events");
            });
    assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(send.getAttributes().get(Traces.SYSTEM)).isEqualTo("aws_sqs");
    assertThat(send.getAttributes().get(Traces.OPERATION_TYPE)).isEqualTo("send");
    assertThat(send.getAttributes().get(Traces.BROKER_ID)).isEqualTo(message.messageId());
    assertThat(Inbox.attribute(message, "traceparent"))
        .isEqualTo("00-" + trace + "-" + send.getSpanId() + "-01");
    assertThat(message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER))
        .endsWith(";Parent=" + send.getSpanId() + ";Sampled=1");
  }

  @Test
  void whereTheCallerHasNoTraceOneBeginsHere() {
    String id = publish("events").key(fresh("key")).id(201);

    TraceParent carried = carriedBy(events().only(id));
    List<SpanData> all =
        spans.await(carried.traceId(), SERVER, "accept events", "send events", "settle events");
    assertThat(only(all, SERVER).getParentSpanContext().isValid()).isFalse();
    assertThat(only(all, "send events").getSpanId()).isEqualTo(carried.spanId());
  }

  @Test
  void whatTheCallerDoesNotRecordIsNotRecordedAndPassedOnAsItIs() {
    String id =
        publish("events").key(fresh("key")).header("traceparent", traceparent("00")).id(201);

    assertThat(Inbox.attribute(events().only(id), "traceparent")).isEqualTo(traceparent("00"));
    String later = publish("events").key(fresh("key")).id(201);
    spans.await(carriedBy(events().only(later)).traceId(), SERVER, "settle events");
    assertThat(spans.of(trace)).isEmpty();
  }

  @Test
  void aMessageThatWaitedGoesOnInTheTraceThatIsStoredWithIt() {
    Faults.in(Faults.Service.SQS).status(503, "ServiceUnavailable");
    String id =
        publish("orders")
            .key(fresh("key"))
            .group(fresh("group"))
            .header("traceparent", traceparent("01"))
            .prefer("respond-async")
            .id(202);
    spans.await(trace, SERVER, "send orders");
    assertThat(settled()).containsExactly("handed-over");

    Faults.clear();
    Gateway.statusAtLast(id).then().body("status", equalTo("published"));

    CaughtSpans.until(() -> settled().size() == 2);
    assertThat(settled()).containsExactly("handed-over", "published");
    TraceParent carried = carriedBy(Inbox.ofQueue("orders.fifo").only(id));
    List<SpanData> sends =
        spans.of(trace).stream().filter(span -> span.getName().equals("send orders")).toList();
    SpanData last = sends.get(sends.size() - 1);
    assertThat(sends.get(0).getAttributes().get(Traces.ERROR)).isEqualTo("ServiceUnavailable");
    assertThat(carried.value()).isEqualTo("00-" + trace + "-" + last.getSpanId() + "-01");
    assertThat(last.getParentSpanId()).isEqualTo(only(spans.of(trace), SERVER).getSpanId());
    assertThat(last.getAttributes().get(Traces.ATTEMPT)).isGreaterThan(1);
  }

  private List<String> settled() {
    return spans.of(trace).stream()
        .filter(span -> span.getName().startsWith("settle "))
        .map(span -> span.getAttributes().get(Traces.RESULT))
        .toList();
  }

  @Test
  void aReplayIsAReplayWhateverItsTrace() {
    String key = fresh("key");
    String id = publish("events").key(key).id(201);

    publish("events")
        .key(key)
        .header("traceparent", traceparent("01"))
        .answers(201)
        .header("Idempotent-Replayed", "true")
        .body("id", equalTo(id));

    assertThat(
            only(spans.await(trace, SERVER, "accept events"), "accept events")
                .getAttributes()
                .get(Traces.RESULT))
        .isEqualTo("exists");
    assertThat(spans.of(trace)).noneMatch(span -> span.getName().equals("send events"));
  }

  @Test
  void aTraceGivesWayBeforeAnAttributeDoes() {
    String nine =
        String.join(", ", IntStream.range(0, 9).mapToObj(i -> "a" + i + "=" + i).toList());

    String id = publish("events").key(fresh("key")).attributes(nine).id(201);

    assertThat(events().only(id).messageAttributes())
        .hasSize(10)
        .containsKey("a8")
        .doesNotContainKey("traceparent");
  }

  @Test
  void aProblemNamesTheTraceOfItsRequestAlsoAmongSeveral() {
    publish("events")
        .header("traceparent", traceparent("01"))
        .answers(400)
        .body("traceId", equalTo(trace));
    given()
        .filter(Contract.enforced())
        .header("traceparent", traceparent("01"))
        .contentType("application/json")
        .body("{\"messages\":[{\"payload\":1}]}".getBytes(StandardCharsets.UTF_8))
        .post("/v1/destinations/events/messages/batch")
        .then()
        .statusCode(422)
        .body("traceId", equalTo(trace))
        .body("results[0].problem.traceId", equalTo(trace));
  }

  @Test
  void theLineOfABatchNamesTheTracesOfItsMessages() {
    try (Lines lines = new Lines(BatchLog.CATEGORY)) {
      String id =
          publish("events").key(fresh("key")).header("traceparent", traceparent("01")).id(201);

      assertThat(lines.records())
          .filteredOn(line -> line.getMdc("messageId").contains(id))
          .extracting(line -> line.getMdc("traceId"))
          .contains(trace);
    }
  }

  @Test
  void nothingOfAMessagesContentIsInItsSpans() {
    String secret = fresh("hush");

    publish("orders")
        .key(secret)
        .group(fresh("group"))
        .attributes("tier=\"" + secret + "\"")
        .body("{\"hush\":\"" + secret + "\"}")
        .header("traceparent", traceparent("01"))
        .id(201);

    assertThat(spans.await(trace, SERVER, "accept orders", "send orders", "settle orders"))
        .allSatisfy(span -> assertThat(span.toString()).doesNotContain(secret));
  }
}
