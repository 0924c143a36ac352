package dev.postern.lane;

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
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every store promises of the payloads that are taken out of it. */
public abstract class ErasuresContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));
  private static final Instant ERASED_AT = NOW.plus(Duration.ofMinutes(1));
  private static final Outcome PUBLISHED =
      new Outcome.Published(NOW, 1, "b1", Optional.of("17"), false);
  private static final Outcome.Dead DEAD =
      new Outcome.Dead(NOW, 3, DeathReason.REFUSED, "not like this");
  private static final ContentType TEXT = new ContentType("text/plain");

  private final EntryId entry = new EntryId(ReplicaId.fresh(new SecureRandom()), 1);

  /** The records that are erased from. */
  protected abstract Ledger ledger();

  /** Where their dead letters are listed. */
  protected abstract Lanes lanes();

  protected abstract Erasures erasures();

  /** The letter of a death, where it is listed. */
  protected abstract Optional<Lanes.DeadLetter> letter(DestinationName name, MessageId id);

  protected static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  /** When all of them died. */
  protected static Instant diedAt() {
    return DEAD.at();
  }

  private Record inserted() {
    Message message =
        new Message(
            Tenant.DEFAULT,
            new DestinationName("orders"),
            Optional.of(new GroupId("g")),
            new Content(
                new Bytes("what it says".repeat(250).getBytes(StandardCharsets.US_ASCII)),
                TEXT,
                new Attributes(Map.of("tier", new Attribute.Text("gold")))),
            Terms.of(Guarantee.EXACTLY_ONCE));
    IdempotencyKey key = new IdempotencyKey(UUID.randomUUID().toString());
    KeyHash hash = KeyHash.of(message.tenant(), message.destination(), key);
    Record record =
        new Record(
            new MessageId(hash, NOW.toEpochMilli()),
            message,
            new Record.Acceptance(message.fingerprint(), entry, LATER));
    get(
        ledger()
            .insert(JournalEntry.open(entry, NOW, List.of(record.id())), LATER, List.of(record)));
    return record;
  }

  private Record concluded(Outcome outcome) {
    Record record = inserted();
    get(ledger().conclude(record, outcome, LATER));
    return found(record);
  }

  private Record found(Record record) {
    return get(ledger().find(record.id().keyHash())).orElseThrow();
  }

  private static Lanes.DeadLetter listed(Record record, boolean erased) {
    return new Lanes.DeadLetter(
        record.message().destination(),
        record.id(),
        record.message().group(),
        DEAD,
        Optional.empty(),
        LATER.truncatedTo(ChronoUnit.SECONDS),
        erased);
  }

  private Erasures.Erased erase(Record record, Outcome outcome) {
    return get(erasures().erase(record, outcome, ERASED_AT));
  }

  @Test
  void ofAPublishedMessageAllStaysButWhatItSays() {
    Record record = concluded(PUBLISHED);

    assertThat(erase(record, PUBLISHED)).isEqualTo(Erasures.Erased.DONE);

    assertThat(found(record)).isEqualTo(record.erased(PUBLISHED, ERASED_AT));
    assertThat(found(record).message().content()).isEqualTo(Content.erased(TEXT, 3_000));
  }

  @Test
  void whatOnlyTheJournalToldStandsOnTheRecordThen() {
    // Given a message that was kept from running out, since it stood in a lane
    Record record = inserted();
    get(ledger().hold(record.id()));

    assertThat(erase(record, PUBLISHED)).isEqualTo(Erasures.Erased.DONE);

    // Then nobody takes it up again, and it may run out
    assertThat(found(record)).isEqualTo(record.erased(PUBLISHED, ERASED_AT));
    assertThat(get(ledger().hold(record.id()))).isFalse();
    assertThat(get(ledger().doubt(record.id()))).isFalse();
    assertThat(get(ledger().conclude(record, DEAD, LATER))).isFalse();
    assertThat(get(ledger().replace(record.id(), inserted(record)))).isTrue();
  }

  private Record inserted(Record sameKey) {
    Message message = sameKey.message();
    return new Record(
        new MessageId(sameKey.id().keyHash(), LATER.toEpochMilli()),
        message,
        new Record.Acceptance(message.fingerprint(), entry, LATER.plus(Duration.ofDays(1))));
  }

  @Test
  void whatHasNoOutcomeYetOrAnotherStaysWhole() {
    Record open = inserted();
    Record dead = concluded(DEAD);

    assertThat(erase(with(open, PUBLISHED), PUBLISHED)).isEqualTo(Erasures.Erased.CHANGED);
    assertThat(erase(dead, PUBLISHED)).isEqualTo(Erasures.Erased.CHANGED);
    assertThat(erase(dead, new Outcome.Dead(LATER, 3, DeathReason.REFUSED, "another time")))
        .isEqualTo(Erasures.Erased.CHANGED);
    Record concludedMeanwhile = inserted();
    get(ledger().conclude(concludedMeanwhile, DEAD, LATER));
    assertThat(erase(concludedMeanwhile, PUBLISHED)).isEqualTo(Erasures.Erased.CHANGED);

    assertThat(found(open)).isEqualTo(open);
    assertThat(found(dead)).isEqualTo(dead);
    assertThat(found(concludedMeanwhile).message()).isEqualTo(concludedMeanwhile.message());
  }

  private static Record with(Record record, Outcome outcome) {
    return new Record(
        record.id(), record.message(), record.acceptance(), record.fate().concluded(outcome));
  }

  @Test
  void whatIsErasedIsNotErasedAgain() {
    Record record = concluded(PUBLISHED);
    erase(record, PUBLISHED);

    assertThat(get(erasures().erase(record, PUBLISHED, LATER))).isEqualTo(Erasures.Erased.CHANGED);

    assertThat(found(record).fate().erasedAt()).contains(ERASED_AT);
  }

  @Test
  void theMessageThatHasTheKeyNowIsAnother() {
    Record record = concluded(PUBLISHED);
    Record next = inserted(record);
    get(ledger().replace(record.id(), next));

    assertThat(erase(record, PUBLISHED)).isEqualTo(Erasures.Erased.CHANGED);

    assertThat(found(record)).isEqualTo(next);
  }

  @Test
  void aDeadLetterSaysThatItCantBeRedriven() {
    Record record = concluded(DEAD);
    get(lanes().bury(listed(record, false)));

    assertThat(erase(record, DEAD)).isEqualTo(Erasures.Erased.DONE);

    assertThat(letter(record.message().destination(), record.id())).contains(listed(record, true));
  }

  @Test
  void aLetterThatIsListedOnlyThenSaysSoToo() {
    Record record = concluded(DEAD);
    erase(record, DEAD);

    get(lanes().bury(listed(record, false)));

    assertThat(letter(record.message().destination(), record.id())).contains(listed(record, true));
  }
}
