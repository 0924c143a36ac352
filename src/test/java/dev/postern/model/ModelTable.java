package dev.postern.model;

import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.LowWater;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.SubscriptionName;
import dev.postern.order.Entry;
import dev.postern.order.Track;
import dev.postern.order.TrackId;
import dev.postern.subscription.Delivery;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Letter;
import dev.postern.subscription.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All that is stored. Whoever checks a run looks in here; the ports are views of it. */
public final class ModelTable {
  /** How much longer than a record is announced its item is kept, and a journal entry's. */
  public record Margins(Duration record, Duration journal) {
    public static final Margins REAL = new Margins(Duration.ofDays(3), Duration.ofDays(7));
  }

  /** A record's item. */
  static final class RecordItem {
    Record record;
    Optional<Instant> ttl;

    RecordItem(Record record, Instant ttl) {
      this.record = record;
      this.ttl = Optional.of(ttl);
    }
  }

  /** A journal entry's item. */
  static final class JournalItem {
    JournalEntry entry;
    final Instant ttl;

    JournalItem(JournalEntry entry, Instant ttl) {
      this.entry = entry;
      this.ttl = ttl;
    }
  }

  /** A lane: its head and entries. */
  static final class LaneItem {
    Head head = Head.ABSENT;
    boolean findable;
    Optional<Instant> dueAt = Optional.empty();
    final TreeMap<Long, LaneEntry> entries = new TreeMap<>();
  }

  /** Where a delivery stands. */
  record DeliveryKey(SubscriptionName subscription, InboundId message) {}

  private static final Comparator<Letter.Place> BY_DEATH =
      Comparator.comparing(Letter.Place::diedAt).thenComparing(Letter.Place::message);

  /** A replica's item. */
  static final class ReplicaItem {
    long counter;
    LowWater lowWater = LowWater.START;
    Optional<ReplicaId> claimedBy = Optional.empty();
  }

  final Margins margins;
  final Set<Lie> lies = EnumSet.noneOf(Lie.class);
  final Map<KeyHash, RecordItem> records = new LinkedHashMap<>();
  final Map<EntryId, JournalItem> journal = new LinkedHashMap<>();
  final Map<LaneId, LaneItem> lanes = new LinkedHashMap<>();
  final Map<ReplicaId, ReplicaItem> replicas = new LinkedHashMap<>();
  final ModelSeries series = new ModelSeries(this);
  final Map<MessageId, Lanes.DeadLetter> deadLetters = new HashMap<>();
  final Map<DeliveryKey, Delivery> deliveries = new LinkedHashMap<>();
  final Map<SubscriptionName, Pauses.Pause> pauses = new LinkedHashMap<>();
  private final Map<TrackId, ModelTracks.TrackItem> tracks = new LinkedHashMap<>();
  private final Map<SubscriptionName, NavigableMap<Letter.Place, Letter>> letters =
      new LinkedHashMap<>();

  public ModelTable(Margins margins) {
    this.margins = margins;
  }

  public ModelTable() {
    this(Margins.REAL);
  }

  /** From now on that condition is forgotten. */
  public void lie(Lie lie) {
    lies.add(lie);
  }

  boolean tells(Lie lie) {
    return lies.contains(lie);
  }

  public Optional<Record> record(KeyHash key) {
    return Optional.ofNullable(records.get(key)).map(item -> item.record);
  }

  public Optional<JournalEntry> entry(EntryId id) {
    return Optional.ofNullable(journal.get(id)).map(item -> item.entry);
  }

  /** Every number that was ever given, and to whom. */
  public ModelSeries series() {
    return series;
  }

  public Optional<Lanes.DeadLetter> deadLetter(MessageId id) {
    return Optional.ofNullable(deadLetters.get(id));
  }

  public Optional<Delivery> delivery(SubscriptionName subscription, InboundId message) {
    return Optional.ofNullable(deliveries.get(new DeliveryKey(subscription, message)));
  }

  /** All deliveries, first written first. */
  public Collection<Delivery> deliveries() {
    return deliveries.values();
  }

  /** A subscription's dead letters, first to die first. */
  public NavigableMap<Letter.Place, Letter> letters(SubscriptionName subscription) {
    return letters.computeIfAbsent(subscription, name -> new TreeMap<>(BY_DEATH));
  }

  /** Is that subscription paused, since when and why? */
  public Optional<Pauses.Pause> pause(SubscriptionName subscription) {
    return Optional.ofNullable(pauses.get(subscription));
  }

  ModelTracks.TrackItem track(TrackId id) {
    return tracks.computeIfAbsent(id, any -> new ModelTracks.TrackItem());
  }

  /** The tracks of a subscription of which something is written. */
  public List<Track> tracks(SubscriptionName subscription) {
    return tracks.entrySet().stream()
        .filter(each -> each.getKey().subscription().equals(subscription))
        .flatMap(each -> each.getValue().track.stream())
        .toList();
  }

  /** What waits in the tracks of a subscription. */
  public List<Entry> waiting(SubscriptionName subscription) {
    return tracks.entrySet().stream()
        .filter(each -> each.getKey().subscription().equals(subscription))
        .flatMap(each -> each.getValue().entries.values().stream())
        .toList();
  }

  /** Was that number of the track passed by? */
  public boolean isPassed(TrackId id, long number) {
    return track(id).passed.stream()
        .anyMatch(passed -> passed.from() <= number && number < passed.to());
  }

  public Set<LaneId> lanes() {
    return lanes.keySet();
  }

  public Head head(LaneId lane) {
    return Optional.ofNullable(lanes.get(lane)).map(item -> item.head).orElse(Head.ABSENT);
  }

  public SortedMap<Long, LaneEntry> entries(LaneId lane) {
    LaneItem item = lanes.get(lane);
    return item == null ? new TreeMap<>() : item.entries;
  }

  /** Does it stand in that lane, at a number that is not done with? */
  public boolean waits(LaneId lane, MessageId message) {
    return entries(lane).tailMap(head(lane).done() + 1).values().stream()
        .anyMatch(
            entry -> entry.fold(there -> there.message().equals(message), tombstone -> false));
  }

  /** Is this record's item kept until its outcome? */
  public boolean isHeld(KeyHash key) {
    return records.containsKey(key) && records.get(key).ttl.isEmpty();
  }

  public Iterable<JournalEntry> journal() {
    return journal.values().stream().map(item -> item.entry).toList();
  }

  /** Who has claimed a replica that died. */
  public Optional<ReplicaId> claimant() {
    return replicas.values().stream().flatMap(item -> item.claimedBy.stream()).findFirst();
  }

  public Set<ReplicaId> replicas() {
    return replicas.keySet();
  }

  /** Deletes what has outlived its time to live, as the store does some time after. */
  public void expire(Instant now) {
    expire(now, message -> false, entry -> false);
  }

  /** The same, but for the records and journal entries that the store has not come to yet. */
  public void expire(
      Instant now, Predicate<MessageId> spared, Predicate<JournalEntry> sparedEntries) {
    records
        .values()
        .removeIf(
            item ->
                item.ttl.map(at -> at.isBefore(now)).orElse(false)
                    && !spared.test(item.record.id()));
    journal.values().removeIf(item -> item.ttl.isBefore(now) && !sparedEntries.test(item.entry));
    deliveries.values().removeIf(delivery -> delivery.expiresAt().isBefore(now));
    letters
        .values()
        .forEach(all -> all.values().removeIf(letter -> letter.expiresAt().isBefore(now)));
  }

  LaneItem lane(LaneId lane) {
    return lanes.computeIfAbsent(lane, id -> new LaneItem());
  }
}
