package dev.postern.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.DeathReason;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.KeyHash;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import dev.postern.subscription.Reports.Report;
import dev.postern.subscription.Reports.Write;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What everyone promises who writes on records that their messages are processed. */
public abstract class ReportsContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Instant EXPIRES = NOW.plus(Duration.ofDays(1));
  private static final Instant AT = NOW.plusSeconds(2);
  private static final Instant LATER = NOW.plusSeconds(7);
  private static final Outcome PUBLISHED =
      new Outcome.Published(NOW, 2, "b1", Optional.of("17"), false);
  private static final Outcome DEAD =
      new Outcome.Dead(NOW, 3, DeathReason.REFUSED, "not like this");
  private static final DestinationName ORDERS = new DestinationName("orders");
  private static final SubscriptionName FULFILMENT = new SubscriptionName("fulfilment-2");
  private static final SubscriptionName BILLING = new SubscriptionName("billing");

  private final ReplicaId replica = ReplicaId.fresh(new SecureRandom());

  /** The one under test. */
  protected abstract Reports reports();

  /** Keeps the records that it writes on; those of others may be in it. */
  protected abstract Ledger ledger();

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private Record accepted() {
    Message message =
        new Message(
            Tenant.DEFAULT,
            ORDERS,
            Optional.of(new GroupId("g")),
            new Content(
                new Bytes(new byte[3_000]),
                new ContentType("text/plain"),
                new Attributes(Map.of("tier", new Attribute.Text("gold")))),
            Terms.of(Guarantee.EXACTLY_ONCE));
    KeyHash hash =
        KeyHash.of(
            message.tenant(),
            message.destination(),
            new IdempotencyKey(UUID.randomUUID().toString()));
    EntryId entry = new EntryId(replica, 1);
    Record record =
        new Record(
            new MessageId(hash, NOW.toEpochMilli()),
            message,
            new Record.Acceptance(message.fingerprint(), entry, EXPIRES));
    get(
        ledger()
            .insert(JournalEntry.open(entry, NOW, List.of(record.id())), EXPIRES, List.of(record)));
    return record;
  }

  private Record found(Record record) {
    return get(ledger().find(record.id().keyHash())).orElseThrow();
  }

  private static Report report(Record record, SubscriptionName subscription, Instant at) {
    return new Report(record.id(), Tenant.DEFAULT, Optional.of(ORDERS), subscription, at);
  }

  private static Report report(Record record) {
    return report(record, FULFILMENT, AT);
  }

  private List<Write> write(Report... reports) {
    return get(reports().write(List.of(reports)));
  }

  private static Record with(Record record, Map<SubscriptionName, Instant> processed) {
    return new Record(
        record.id(), record.message(), record.acceptance(), record.fate().processed(processed));
  }

  @Test
  void aReportIsAddedToTheRecordAndNothingElseOfItChanges() {
    Record record = accepted();

    assertThat(write(report(record))).containsExactly(Write.WRITTEN);

    assertThat(found(record)).isEqualTo(with(record, Map.of(FULFILMENT, AT)));
  }

  @Test
  void theFirstAcknowledgementStays() {
    Record record = accepted();
    write(report(record));

    assertThat(write(report(record, FULFILMENT, LATER))).containsExactly(Write.UNCHANGED);
    assertThat(write(report(record))).containsExactly(Write.UNCHANGED);

    assertThat(found(record).fate().processed()).isEqualTo(Map.of(FULFILMENT, AT));
  }

  @Test
  void eachSubscriptionReportsForItself() {
    Record record = accepted();

    assertThat(write(report(record))).containsExactly(Write.WRITTEN);
    assertThat(write(report(record, BILLING, LATER))).containsExactly(Write.WRITTEN);

    assertThat(found(record).fate().processed()).isEqualTo(Map.of(FULFILMENT, AT, BILLING, LATER));
  }

  @Test
  void aSubscriptionWhoseMessagesComeFromAnywhereNamesNoDestination() {
    Record record = accepted();

    assertThat(write(new Report(record.id(), Tenant.DEFAULT, Optional.empty(), FULFILMENT, AT)))
        .containsExactly(Write.WRITTEN);

    assertThat(found(record).fate().processed()).isEqualTo(Map.of(FULFILMENT, AT));
  }

  @Test
  void anotherTenantsOrDestinationsRecordIsLeftAsItIs() {
    Record record = accepted();

    assertThat(
            write(
                new Report(record.id(), new Tenant("other"), Optional.of(ORDERS), FULFILMENT, AT)))
        .containsExactly(Write.UNCHANGED);
    assertThat(
            write(new Report(record.id(), new Tenant("other"), Optional.empty(), FULFILMENT, AT)))
        .containsExactly(Write.UNCHANGED);
    assertThat(
            write(
                new Report(
                    record.id(),
                    Tenant.DEFAULT,
                    Optional.of(new DestinationName("events")),
                    FULFILMENT,
                    AT)))
        .containsExactly(Write.UNCHANGED);

    assertThat(found(record)).isEqualTo(record);
  }

  @Test
  void whatIsNotThereIsNotMade() {
    Record record = accepted();
    MessageId forged = new MessageId(new KeyHash("0".repeat(26)), NOW.toEpochMilli());

    assertThat(write(new Report(forged, Tenant.DEFAULT, Optional.empty(), FULFILMENT, AT)))
        .containsExactly(Write.UNCHANGED);

    assertThat(get(ledger().find(forged.keyHash()))).isEmpty();
    assertThat(found(record)).isEqualTo(record);
  }

  @Test
  void anotherMessageThatHasTheKeyNowIsLeftAsItIs() {
    Record old = accepted();
    write(report(old, BILLING, AT));
    Record next =
        new Record(
            new MessageId(old.id().keyHash(), EXPIRES.toEpochMilli()),
            old.message(),
            old.acceptance().until(EXPIRES.plus(Duration.ofDays(1))));
    assertThat(get(ledger().replace(old.id(), next))).isTrue();

    assertThat(write(report(old))).containsExactly(Write.UNCHANGED);

    assertThat(found(old)).isEqualTo(next);
  }

  @Test
  void anExpiredRecordIsLeftAsItIsUnlessItsMessageWaits() {
    Record expired = accepted();
    Record waiting = accepted();
    get(ledger().hold(waiting.id()));

    assertThat(write(report(expired, FULFILMENT, EXPIRES), report(waiting, FULFILMENT, EXPIRES)))
        .containsExactly(Write.UNCHANGED, Write.WRITTEN);

    assertThat(found(expired)).isEqualTo(expired);
    assertThat(found(waiting).fate().processed()).isEqualTo(Map.of(FULFILMENT, EXPIRES));
    assertThat(get(ledger().conclude(waiting, PUBLISHED, EXPIRES))).isTrue();
    assertThat(found(waiting).fate().processed()).isEqualTo(Map.of(FULFILMENT, EXPIRES));
  }

  @Test
  void whatElseIsWrittenOnTheRecordBeforeOrAfterStaysAsItIs() {
    for (Outcome outcome : List.of(PUBLISHED, DEAD)) {
      Record before = accepted();
      Record after = accepted();
      write(report(before));
      for (Record each : List.of(before, after)) {
        assertThat(get(ledger().hold(each.id()))).isTrue();
        assertThat(get(ledger().doubt(each.id()))).isTrue();
        assertThat(get(ledger().conclude(each, outcome, LATER.plusSeconds(60)))).isTrue();
      }

      assertThat(write(report(after))).containsExactly(Write.WRITTEN);

      for (Record each : List.of(before, after)) {
        assertThat(found(each))
            .isEqualTo(
                new Record(
                    each.id(),
                    each.message(),
                    each.acceptance().until(LATER.plusSeconds(60)),
                    new Record.Fate(
                        Optional.of(outcome), true, Map.of(FULFILMENT, AT), Optional.empty())));
      }
    }
  }

  @Test
  void aReportKeepsNoRecordFromBeingReplaced() {
    Record old = accepted();
    Record next =
        new Record(
            new MessageId(old.id().keyHash(), EXPIRES.toEpochMilli()),
            old.message(),
            old.acceptance());
    write(report(old));

    assertThat(get(ledger().replace(old.id(), next))).isTrue();

    assertThat(found(old)).isEqualTo(next);
  }

  @Test
  void oneThatIsNotWrittenDoesNotHinderTheOthersOfTwentyFive() {
    List<Record> records = new ArrayList<>();
    Stream.generate(this::accepted).limit(Reports.MOST_WRITES).forEach(records::add);
    write(report(records.get(3), FULFILMENT, AT));

    List<Write> written =
        write(records.stream().map(each -> report(each, FULFILMENT, LATER)).toArray(Report[]::new));

    assertThat(written).hasSize(Reports.MOST_WRITES).containsOnlyOnce(Write.UNCHANGED);
    assertThat(written.get(3)).isEqualTo(Write.UNCHANGED);
    assertThat(found(records.get(24)).fate().processed()).isEqualTo(Map.of(FULFILMENT, LATER));
    assertThat(get(reports().write(List.of()))).isEmpty();
  }
}
