package dev.postern.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.CausalClock;
import dev.postern.message.Causality;
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
import dev.postern.message.Producer;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every ledger promises. */
public abstract class LedgerContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));
  private static final Outcome.Published PUBLISHED =
      new Outcome.Published(NOW, 2, "b1", Optional.of("17"), true);
  private static final Outcome.Dead DEAD =
      new Outcome.Dead(NOW, 3, DeathReason.REFUSED, "not like this");

  /** Worth compressing, where that is done. */
  private static final Bytes LONG = new Bytes(new byte[3_000]);

  private final ReplicaId replica = ReplicaId.fresh(new SecureRandom());

  /** The ledger under test; records of others may be in it. */
  protected abstract Ledger ledger();

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Record record(String key, EntryId entry, Instant acceptedAt) {
    Message message =
        new Message(
            Tenant.DEFAULT,
            new DestinationName("orders"),
            Optional.of(new GroupId("g")),
            new Content(LONG, new ContentType("text/plain"), Attributes.NONE),
            Terms.of(Guarantee.EXACTLY_ONCE));
    KeyHash hash = KeyHash.of(message.tenant(), message.destination(), new IdempotencyKey(key));
    return new Record(
        new MessageId(hash, acceptedAt.toEpochMilli()),
        message,
        new Record.Acceptance(message.fingerprint(), entry, LATER));
  }

  private static Record record(EntryId entry) {
    return record(UUID.randomUUID().toString(), entry, NOW);
  }

  private EntryId entry(long number) {
    return new EntryId(replica, number);
  }

  private Ledger.Inserted insert(EntryId entry, Record... records) {
    List<MessageId> ids = List.of(records).stream().map(Record::id).toList();
    return get(ledger().insert(JournalEntry.open(entry, NOW, ids), LATER, List.of(records)));
  }

  @Test
  void whatIsInsertedIsFoundAsItWas() {
    Record one = record(entry(1));
    Record other = record(entry(1));
    assertThat(insert(entry(1), one, other))
        .isEqualTo(
            new Ledger.Inserted(
                Ledger.Write.WRITTEN, List.of(Ledger.Write.WRITTEN, Ledger.Write.WRITTEN)));
    assertThat(get(ledger().find(one.id().keyHash()))).contains(one);
    assertThat(get(ledger().find(entry(1))))
        .contains(JournalEntry.open(entry(1), NOW, List.of(one.id(), other.id())));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(get(ledger().find(record(entry(1)).id().keyHash()))).isEmpty();
    assertThat(get(ledger().find(entry(99)))).isEmpty();
  }

  @Test
  void asManyAsAnEntryHoldsAreInsertedAtOnceAndSettledAtOnce() {
    Record[] all =
        Stream.generate(() -> record(entry(1)))
            .limit(JournalEntry.MOST_MESSAGES)
            .toArray(Record[]::new);
    Ledger.Inserted inserted = insert(entry(1), all);
    assertThat(inserted.entry()).isEqualTo(Ledger.Write.WRITTEN);
    assertThat(inserted.records())
        .hasSize(JournalEntry.MOST_MESSAGES)
        .containsOnly(Ledger.Write.WRITTEN);
    Map<Integer, Progress> progress =
        IntStream.range(0, all.length)
            .boxed()
            .collect(Collectors.toMap(place -> place, place -> new Progress.Settled(PUBLISHED)));
    assertThat(get(ledger().settle(entry(1), replica, progress))).isTrue();
    assertThat(get(ledger().find(entry(1))).orElseThrow().progress()).isEqualTo(progress);
  }

  @Test
  void asManyAsAnEntryHoldsAreNumberedAtOnceEachInASeriesOfItsOwn() {
    String group = "g-" + UUID.randomUUID();
    NumberedBatch.Place[] places =
        IntStream.range(0, JournalEntry.MOST_MESSAGES)
            .mapToObj(each -> place(inGroup(group + each, entry(1)), 1))
            .toArray(NumberedBatch.Place[]::new);
    assertThat(get(ledger().insert(batch(entry(1), false, places)))).isEmpty();
    assertThat(end(group + (places.length - 1)).number()).isEqualTo(1);
  }

  @Test
  void whatStandsThereStaysAndTheRestIsWritten() {
    Record first = record(entry(1));
    insert(entry(1), first);
    Record second = new Record(first.id(), first.message(), first.acceptance());
    Record fresh = record(entry(2));
    assertThat(insert(entry(2), second, fresh).records())
        .containsExactly(Ledger.Write.EXISTS, Ledger.Write.WRITTEN);
    assertThat(get(ledger().find(first.id().keyHash()))).contains(first);
    assertThat(insert(entry(2), fresh).entry()).isEqualTo(Ledger.Write.EXISTS);
  }

  private static NumberedBatch.Place place(Record record, long number) {
    return new NumberedBatch.Place(record.numbered(number), Optional.empty());
  }

  private NumberedBatch batch(EntryId entry, boolean entryIsThere, NumberedBatch.Place... places) {
    List<MessageId> ids = List.of(places).stream().map(each -> each.record().id()).toList();
    return new NumberedBatch(
        JournalEntry.open(entry, NOW, ids), LATER, entryIsThere, List.of(places));
  }

  private Record inGroup(String group, EntryId entry) {
    Record record = record(entry);
    Message message = record.message();
    return new Record(
        record.id(),
        new Message(
            message.tenant(),
            message.destination(),
            Optional.of(new GroupId(group)),
            message.content(),
            message.terms()),
        record.acceptance());
  }

  private SeriesEnd end(String group) {
    SeriesId series = SeriesId.of(new DestinationName("orders"), new GroupId(group));
    return get(ledger().ends(List.of(series))).get(series);
  }

  @Test
  void numbersAreTakenWithTheirRecordsAndEntry() {
    String group = "g-" + UUID.randomUUID();
    assertThat(end(group)).isEqualTo(SeriesEnd.NONE);
    Record one = inGroup(group, entry(1));
    Record other = inGroup(group, entry(1));
    assertThat(get(ledger().insert(batch(entry(1), false, place(one, 1), place(other, 2)))))
        .isEmpty();
    assertThat(get(ledger().find(other.id().keyHash()))).contains(other.numbered(2));
    assertThat(get(ledger().find(entry(1))).orElseThrow().messages())
        .containsExactly(one.id(), other.id());
    assertThat(end(group)).isEqualTo(new SeriesEnd(2, Optional.of(entry(1))));
  }

  @Test
  void whereASeriesStandsElsewhereNothingIsWritten() {
    String group = "g-" + UUID.randomUUID();
    get(ledger().insert(batch(entry(1), false, place(inGroup(group, entry(1)), 1))));
    Record late = inGroup(group, entry(2));
    NumberedBatch.Refusal refusal =
        get(ledger().insert(batch(entry(2), false, place(late, 1)))).orElseThrow();
    assertThat(refusal.ends())
        .containsExactly(
            Map.entry(SeriesId.of(late.message()), new SeriesEnd(1, Optional.of(entry(1)))));
    assertThat(refusal.taken()).isEmpty();
    assertThat(get(ledger().find(late.id().keyHash()))).isEmpty();
    assertThat(get(ledger().find(entry(2)))).isEmpty();
  }

  @Test
  void aRecordThatIsThereTakesTheWholeBatchBackAndIsNamed() {
    String group = "g-" + UUID.randomUUID();
    Record there = inGroup(group, entry(1));
    get(ledger().insert(batch(entry(1), false, place(there, 1))));
    Record fresh = inGroup(group, entry(2));
    NumberedBatch.Refusal refusal =
        get(ledger().insert(batch(entry(2), false, place(fresh, 2), place(there, 3))))
            .orElseThrow();
    assertThat(refusal).isEqualTo(new NumberedBatch.Refusal(false, Set.of(1), Map.of()));
    assertThat(end(group).number()).isEqualTo(1);
    assertThat(get(ledger().find(fresh.id().keyHash()))).isEmpty();
  }

  @Test
  void theRestOfABatchIsWrittenOnlyWhileItsEntryIsStillOwned() {
    String group = "g-" + UUID.randomUUID();
    Record first = inGroup(group, entry(1));
    Record rest = inGroup(group, entry(1));
    Record late = inGroup(group, entry(1));
    get(ledger().insert(batch(entry(1), false, place(first, 1))));
    assertThat(get(ledger().insert(batch(entry(1), false, place(rest, 2)))).orElseThrow().entry())
        .isTrue();
    assertThat(get(ledger().insert(batch(entry(1), true, place(rest, 2))))).isEmpty();
    JournalEntry seen = get(ledger().find(entry(1))).orElseThrow();
    get(ledger().takeOver(seen, ReplicaId.fresh(new SecureRandom())));
    assertThat(get(ledger().insert(batch(entry(1), true, place(late, 3)))).orElseThrow().entry())
        .isTrue();
    assertThat(end(group).number()).isEqualTo(2);
  }

  @Test
  void anExpiredRecordIsReplacedWithANumberUnlessItIsHeld() {
    String group = "g-" + UUID.randomUUID();
    Record old = inGroup(group, entry(1));
    get(ledger().insert(batch(entry(1), false, place(old, 1))));
    Record next =
        new Record(
            new MessageId(old.id().keyHash(), NOW.plusSeconds(5).toEpochMilli()),
            old.message(),
            new Record.Acceptance(old.acceptance().fingerprint(), entry(2), LATER));
    NumberedBatch.Place instead = new NumberedBatch.Place(next.numbered(2), Optional.of(old.id()));
    get(ledger().hold(old.id()));
    assertThat(get(ledger().insert(batch(entry(2), false, instead))).orElseThrow().taken())
        .containsExactly(0);
    get(ledger().conclude(old, PUBLISHED, LATER));
    assertThat(get(ledger().insert(batch(entry(2), false, instead)))).isEmpty();
    assertThat(get(ledger().find(old.id().keyHash()))).contains(next.numbered(2));
  }

  @Test
  void aMessagesCausesAreFoundAsTheyWere() {
    Record plain = record(entry(1));
    Message message = plain.message();
    CausalClock seen = CausalClock.START.with(new Producer("a.b"), 3);
    Record causal =
        new Record(
            plain.id(),
            new Message(
                message.tenant(),
                message.destination(),
                Optional.empty(),
                message.content(),
                new Terms(
                    Guarantee.AT_LEAST_ONCE,
                    0,
                    Optional.empty(),
                    Optional.of(new Causality(new Producer(UUID.randomUUID().toString()), seen)))),
            plain.acceptance());
    assertThat(get(ledger().insert(batch(entry(1), false, place(causal, 1))))).isEmpty();
    assertThat(get(ledger().find(causal.id().keyHash()))).contains(causal.numbered(1));
  }

  @Test
  void aRecordIsReplacedByTheOldIdOnly() {
    String key = UUID.randomUUID().toString();
    Record old = record(key, entry(1), NOW);
    Record next = record(key, entry(2), NOW.plusSeconds(5));
    Record late = record(key, entry(3), NOW.plusSeconds(6));
    insert(entry(1), old);
    assertThat(get(ledger().replace(old.id(), next))).isTrue();
    assertThat(get(ledger().replace(old.id(), late))).isFalse();
    assertThat(get(ledger().find(old.id().keyHash()))).contains(next);
  }

  @Test
  void aRecordThatIsHeldIsNotReplacedUntilItsOutcome() {
    String key = UUID.randomUUID().toString();
    Record old = record(key, entry(1), NOW);
    Record next = record(key, entry(2), NOW.plusSeconds(5));
    insert(entry(1), old);
    assertThat(get(ledger().hold(old.id()))).isTrue();
    assertThat(get(ledger().replace(old.id(), next))).isFalse();
    assertThat(get(ledger().conclude(old, PUBLISHED, LATER))).isTrue();
    assertThat(get(ledger().hold(old.id()))).isFalse();
    assertThat(get(ledger().replace(old.id(), next))).isTrue();
  }

  @Test
  void onlyTheOwnerSettles() {
    Record one = record(entry(1));
    insert(entry(1), one);
    Map<Integer, Progress> settled = Map.of(0, new Progress.Settled(PUBLISHED));
    ReplicaId other = ReplicaId.fresh(new SecureRandom());
    assertThat(get(ledger().settle(entry(1), other, settled))).isFalse();
    assertThat(get(ledger().standing(one)).outcome()).isEmpty();
    assertThat(get(ledger().settle(entry(1), replica, settled))).isTrue();
    assertThat(get(ledger().standing(one)).outcome()).contains(PUBLISHED);
    assertThat(get(ledger().settle(entry(98), replica, settled))).isFalse();
  }

  @Test
  void settlesOfSeveralPlacesAddUp() {
    Record one = record(entry(1));
    Record other = record(entry(1));
    insert(entry(1), one, other);
    get(ledger().settle(entry(1), replica, Map.of(1, Progress.HANDED_OVER)));
    get(ledger().settle(entry(1), replica, Map.of(0, new Progress.Settled(DEAD))));
    assertThat(get(ledger().find(entry(1))).orElseThrow().progress())
        .isEqualTo(Map.of(0, new Progress.Settled(DEAD), 1, Progress.HANDED_OVER));
  }

  @Test
  void theFirstOutcomeStays() {
    Record one = record(entry(1));
    insert(entry(1), one);
    assertThat(get(ledger().conclude(one, DEAD, LATER))).isTrue();
    assertThat(get(ledger().conclude(one, PUBLISHED, LATER))).isFalse();
    assertThat(get(ledger().find(one.id().keyHash())).orElseThrow().outcome()).contains(DEAD);
  }

  @Test
  void whateverOutcomeIsWrittenADoubtfulMessageIsToldAsAPossibleDuplicate() {
    Outcome.Published sure = new Outcome.Published(NOW, 1, "b1", Optional.empty(), false);
    Record onRecord = record(entry(1));
    Record inJournal = record(entry(1));
    insert(entry(1), onRecord, inJournal);
    assertThat(get(ledger().doubt(onRecord.id()))).isTrue();
    assertThat(get(ledger().doubt(inJournal.id()))).isTrue();
    assertThat(get(ledger().conclude(onRecord, sure, LATER))).isTrue();
    get(ledger().settle(entry(1), replica, Map.of(1, new Progress.Settled(sure))));
    for (Record each : List.of(onRecord, inJournal)) {
      Record now = get(ledger().find(each.id().keyHash())).orElseThrow();
      assertThat(get(ledger().standing(now)).outcome()).contains(sure.asPossibleDuplicate());
    }
  }

  @Test
  void nothingIsDoubtedOnceItsOutcomeIsWritten() {
    Outcome.Published sure = new Outcome.Published(NOW, 1, "b1", Optional.empty(), false);
    Record one = record(entry(1));
    insert(entry(1), one);
    get(ledger().conclude(one, sure, LATER));
    assertThat(get(ledger().doubt(one.id()))).isFalse();
    assertThat(get(ledger().find(one.id().keyHash())).orElseThrow().outcome()).contains(sure);
  }

  @Test
  void anOutcomeMovesTheExpiry() {
    Record one = record(entry(1));
    insert(entry(1), one);
    Instant longer = LATER.plus(Duration.ofDays(9));
    get(ledger().conclude(one, DEAD, longer));
    assertThat(get(ledger().find(one.id().keyHash())).orElseThrow().expiresAt()).isEqualTo(longer);
  }

  @Test
  void anotherMessageUnderTheKeyIsNeitherHeldNorConcluded() {
    Record one = record(entry(1));
    insert(entry(1), one);
    MessageId other = new MessageId(one.id().keyHash(), one.id().acceptedAtMillis() + 1);
    Record another = new Record(other, one.message(), one.acceptance());
    assertThat(get(ledger().hold(other))).isFalse();
    assertThat(get(ledger().doubt(other))).isFalse();
    assertThat(get(ledger().conclude(another, PUBLISHED, LATER))).isFalse();
  }

  @Test
  void anEntryIsTakenOverFromTheOwnerThatWasSeen() {
    Record one = record(entry(1));
    insert(entry(1), one);
    JournalEntry seen = get(ledger().find(entry(1))).orElseThrow();
    get(ledger().settle(entry(1), replica, Map.of(0, Progress.HANDED_OVER)));
    ReplicaId claimant = ReplicaId.fresh(new SecureRandom());
    JournalEntry taken = get(ledger().takeOver(seen, claimant)).orElseThrow();
    assertThat(taken.owner()).isEqualTo(claimant);
    assertThat(taken.progress()).isEqualTo(Map.of(0, Progress.HANDED_OVER));
    assertThat(get(ledger().takeOver(seen, ReplicaId.fresh(new SecureRandom())))).isEmpty();
    assertThat(get(ledger().settle(entry(1), replica, Map.of(0, Progress.HANDED_OVER)))).isFalse();
  }

  @Test
  void entriesComeByShardFromANumberOnInOrder() {
    for (long number : new long[] {25, 9, 1, 2, 17}) {
      insert(entry(number), record(entry(number)));
    }
    assertThat(get(ledger().entries(replica, 1, 9)))
        .extracting(found -> found.id().number())
        .containsExactly(9L, 17L, 25L);
  }
}
