package dev.postern.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.broker.Broker;
import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.message.Attribute;
import dev.postern.message.Message;
import dev.postern.message.Outcome;
import dev.postern.message.Stamp;
import dev.postern.message.Terms;
import dev.postern.message.TraceParent;
import dev.postern.model.Line;
import dev.postern.model.ModelLedger;
import dev.postern.model.ModelTable;
import dev.postern.publish.Witness;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The decorators that trace. */
class TracedPortsTest {
  private static final EntryId ENTRY = new EntryId(Given.REPLICA, 1);
  private static final String ONE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER = "1bf7651916cd43dd8448eb211c80319c";

  private final CaughtSpans caught = new CaughtSpans();
  private final Traces traces =
      new Traces(
          SdkTracerProvider.builder()
              .addSpanProcessor(SimpleSpanProcessor.create(caught))
              .build()
              .get("test"));
  private final Traces broken =
      new Traces(
          name -> {
            throw new IllegalStateException("a defect");
          });
  private final List<Outbound> sent = new ArrayList<>();

  private static Message within(Message message, String traceId, String flags) {
    return new Message(
        message.tenant(),
        message.destination(),
        message.group(),
        message.content(),
        new Terms(
            message.terms().guarantee(),
            0,
            TraceParent.parse("00-" + traceId + "-b7ad6b7169203331-" + flags)));
  }

  private static Outbound outbound(String key, String traceId, String flags) {
    return Outbound.of(Given.id(key), within(Given.message(key, key), traceId, flags), Stamp.NONE);
  }

  private static Record record(String key) {
    Record plain = Given.record(key, ENTRY);
    return new Record(plain.id(), within(plain.message(), ONE, "01"), plain.acceptance());
  }

  private Broker broker(SendResult... results) {
    return (destination, messages) -> {
      sent.addAll(messages);
      return CompletableFuture.completedFuture(List.of(results));
    };
  }

  private static SendResult accepted(String id) {
    return new SendResult.Accepted(id, Optional.empty());
  }

  @Test
  void eachMessageOfACallIsTracedInItsOwnTraceAndCarriesItsOwnSpanOn() {
    new TracedBroker(
            broker(accepted("b1"), new SendResult.NotSent("Throttled: hush", true), accepted("b3")),
            traces)
        .send(
            Given.destination(),
            List.of(
                outbound("1", ONE, "01"), outbound("2", OTHER, "01"), outbound("3", OTHER, "00")))
        .toCompletableFuture()
        .join();

    SpanData one = caught.of(ONE).get(0);
    SpanData other = caught.of(OTHER).get(0);
    assertThat(caught.of(OTHER)).hasSize(1);
    assertThat(one.getAttributes().get(Traces.BROKER_ID)).isEqualTo("b1");
    assertThat(one.getAttributes().get(Traces.IN_CALL)).isEqualTo(3);
    assertThat(other.getAttributes().get(Traces.ERROR)).isEqualTo("Throttled");
    assertThat(sent)
        .extracting(message -> message.trace().orElseThrow().spanId())
        .containsExactly(one.getSpanId(), other.getSpanId(), "b7ad6b7169203331");
    assertThat(sent)
        .extracting(message -> message.envelope().attributes().get("traceparent"))
        .containsExactlyElementsOf(
            sent.stream()
                .map(message -> new Attribute.Text(message.trace().orElseThrow().value()))
                .toList());
  }

  @Test
  void anEndThatIsWrittenOnTheRecordIsTracedAsOfTheRecordsTrace() {
    Ledger ledger = new TracedLedger(new ModelLedger(new ModelTable(), Line.PERFECT), traces);
    Record record = record("1");
    accept(ledger, record);
    ledger
        .conclude(
            record, new Outcome.Published(Given.NOW, 1, "b", Optional.empty(), false), Given.NOW)
        .toCompletableFuture()
        .join();

    assertThat(caught.of(ONE))
        .extracting(span -> span.getName() + " " + span.getAttributes().get(Traces.RESULT))
        .containsExactly("accept orders written", "settle orders published");
  }

  @Test
  void aBatchThatTakesNumbersIsTracedWhetherItIsWrittenOrNot() {
    Ledger ledger = new TracedLedger(new ModelLedger(new ModelTable(), Line.PERFECT), traces);
    Record record = record("1");
    assertThat(number(ledger, record)).isEmpty();
    assertThat(number(ledger, record)).isPresent();

    assertThat(caught.of(ONE))
        .extracting(span -> span.getName() + " " + span.getAttributes().get(Traces.RESULT))
        .containsExactly("accept orders written", "accept orders refused");
  }

  private static Optional<NumberedBatch.Refusal> number(Ledger ledger, Record record) {
    return ledger
        .insert(
            new NumberedBatch(
                JournalEntry.open(ENTRY, Given.NOW, List.of(record.id())),
                Given.NOW,
                false,
                List.of(new NumberedBatch.Place(record.numbered(1), Optional.empty()))))
        .toCompletableFuture()
        .join();
  }

  private static Ledger.Inserted accept(Ledger ledger, Record record) {
    return ledger
        .insert(
            JournalEntry.open(ENTRY, Given.NOW, List.of(record.id())), Given.NOW, List.of(record))
        .toCompletableFuture()
        .join();
  }

  @Test
  void aDefectOfTheTracingTouchesNoResult() {
    Ledger ledger = new TracedLedger(new ModelLedger(new ModelTable(), Line.PERFECT), broken);
    assertThat(accept(ledger, record("1")).records()).containsExactly(Ledger.Write.WRITTEN);
    assertThat(
            new TracedBroker(broker(accepted("b")), broken)
                .send(Given.destination(), List.of(outbound("1", ONE, "01")))
                .toCompletableFuture()
                .join())
        .containsExactly(accepted("b"));
    assertThat(sent).containsExactly(outbound("1", ONE, "01"));
    assertThatCode(
            () ->
                new TracedWitness(Witness.NONE, broken)
                    .settled(Given.destination(), record("1"), Progress.HANDED_OVER, Given.NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void aRatioThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(Double.NaN).checked())
        .withMessageContaining("postern.traces.ratio");
    assertThatIllegalArgumentException().isThrownBy(() -> config(1.1).checked());
    assertThat(config(0).checked().ratio()).isZero();
  }

  private static TraceConfig config(double ratio) {
    return new TraceConfig() {
      @Override
      public Optional<String> endpoint() {
        return Optional.empty();
      }

      @Override
      public double ratio() {
        return ratio;
      }
    };
  }
}
