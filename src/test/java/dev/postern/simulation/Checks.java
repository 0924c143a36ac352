package dev.postern.simulation;

import dev.postern.destination.Destination;
import dev.postern.destination.OnDead;
import dev.postern.lane.Head;
import dev.postern.lane.LaneId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.DeathReason;
import dev.postern.message.Guarantee;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import dev.postern.message.Status;
import dev.postern.model.ModelBroker;
import dev.postern.model.ModelQueues;
import dev.postern.publish.Answer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the history against the promises and invariants. */
final class Checks {
  private final World world;
  private final NumberChecks numbers;

  Checks(World world) {
    this.world = world;
    this.numbers = new NumberChecks(world);
  }

  /** What the store says of a message's fate, as {@code Ledger.standing} would read it. */
  Optional<Outcome> outcome(Record record) {
    return record
        .outcome()
        .or(
            () ->
                world
                    .table
                    .entry(record.acceptance().entry())
                    .flatMap(entry -> entry.progress(record.id()))
                    .flatMap(
                        progress ->
                            progress.fold(Optional::<Outcome>of, Optional::<Outcome>empty)));
  }

  private Optional<Record> record(MessageId id) {
    return world.table.record(id.keyHash()).filter(there -> there.id().equals(id));
  }

  private static LaneId lane(Destination destination, Record record) {
    return LaneId.of(destination, record.id(), record.message());
  }

  /** In the moment in which a replica answers: I1, I2, I5. */
  void whenSaid(History.Wanted wanted, History.Asked asked) {
    numbers.whenSaid(wanted, asked);
    asked
        .tracked()
        .ifPresent(
            tracked -> {
              MessageId id = tracked.state().id();
              Optional<Record> record = record(id);
              if (record.isEmpty()) {
                violated(wanted, "I1: is answered without a record");
                return;
              }
              Optional<Outcome> outcome = outcome(record.get());
              if (tracked.state().isFinal()) {
                if (outcome.isEmpty()) {
                  violated(wanted, "I5: is answered 201 without an outcome");
                }
              } else if (outcome.isEmpty()
                  && (wanted.destination().isOrdered()
                      || tracked.state().status() == Status.RETRYING)
                  && !world.table.waits(lane(wanted.destination(), record.get()), id)) {
                violated(wanted, "I2: is answered 202 and stands in no lane");
              }
            });
  }

  private void violated(History.Wanted wanted, String what) {
    world.history.violated(wanted + " " + what);
  }

  /** Has everything that was promised come to its end, and is nobody left to be recovered? */
  boolean isQuiet() {
    Set<ReplicaId> running =
        world.hosts.stream().map(host -> host.replica().id()).collect(Collectors.toSet());
    if (!running.containsAll(world.table.replicas())) {
      return false;
    }
    for (LaneId lane : world.table.lanes()) {
      Head head = world.table.head(lane);
      if (!head.isClear() && head.blockedBy().isEmpty()) {
        return false;
      }
    }
    return world.history.wanted.stream()
        .flatMap(wanted -> wanted.ids().stream().map(id -> isEnded(wanted, id)))
        .allMatch(ended -> ended);
  }

  /** Was it promised, and neither has it come to its end nor does it stand in its lane? */
  boolean isNeglected(MessageId id) {
    return world.history.wanted.stream()
        .filter(wanted -> wanted.ids().contains(id))
        .anyMatch(
            wanted ->
                record(id)
                    .filter(record -> outcome(record).isEmpty())
                    .map(record -> !world.table.waits(lane(wanted.destination(), record), id))
                    .orElse(false));
  }

  /** Does the entry name one that is neglected, or alone tell of the end of one in its lane? */
  boolean isStillToBeRead(JournalEntry entry) {
    return entry.messages().stream()
        .anyMatch(id -> isNeglected(id) || (endsBy(entry, id) && stillWaits(id)));
  }

  private static boolean endsBy(JournalEntry entry, MessageId id) {
    return entry
        .progress(id)
        .map(progress -> progress.fold(outcome -> true, () -> false))
        .orElse(false);
  }

  private boolean stillWaits(MessageId id) {
    return record(id)
        .filter(record -> record.outcome().isEmpty())
        .map(record -> record.message().destination())
        .flatMap(world.destinations::find)
        .map(there -> world.table.waits(lane(there, record(id).orElseThrow()), id))
        .orElse(false);
  }

  private boolean isEnded(History.Wanted wanted, MessageId id) {
    Optional<Record> record = record(id);
    return record.isEmpty()
        || outcome(record.get()).isPresent()
        || isBlocked(wanted.destination(), record.get());
  }

  private boolean isBlocked(Destination destination, Record record) {
    LaneId lane = lane(destination, record);
    return world.table.head(lane).blockedBy().isPresent() && world.table.waits(lane, record.id());
  }

  /** At the end, when everything has had the time to come to its end. */
  void atTheEnd() {
    lanes();
    journal();
    world.history.wanted.forEach(this::message);
    copies();
    numbers.atTheEnd();
    world.destinations.all().stream().filter(Destination::isOrdered).forEach(this::order);
  }

  private void lanes() {
    for (LaneId lane : world.table.lanes()) {
      Head head = world.table.head(lane);
      if (!head.isClear() && head.blockedBy().isEmpty()) {
        world.history.violated("I6: lane " + lane + " is stuck: " + head);
      }
      head.blockedBy()
          .flatMap(this::record)
          .ifPresent(
              by -> {
                if (!by.outcome().map(Checks::isDead).orElse(false)) {
                  world.history.violated("lane " + lane + " is blocked by one that is not dead");
                }
              });
    }
  }

  private static boolean isDead(Outcome outcome) {
    return outcome.fold(published -> false, dead -> true);
  }

  /** I6: every entry is settled, recovered, or names only what was never answered. */
  private void journal() {
    Set<MessageId> answered = new LinkedHashSet<>();
    world.history.wanted.forEach(wanted -> answered.addAll(wanted.ids()));
    for (JournalEntry entry : world.table.journal()) {
      for (MessageId id : entry.open().values()) {
        Optional<Record> record =
            record(id).filter(there -> there.acceptance().entry().equals(entry.id()));
        if (record.isPresent() && answered.contains(id) && outcome(record.get()).isEmpty()) {
          Destination destination =
              world.destinations.find(record.get().message().destination()).orElseThrow();
          if (!world.table.waits(lane(destination, record.get()), id)) {
            world.history.violated("I6: " + entry.id() + " is left open with " + id);
          }
        }
      }
    }
  }

  private void message(History.Wanted wanted) {
    if (!wanted.isTracked()) {
      untracked(wanted);
      return;
    }
    List<MessageId> ids =
        wanted.ids().stream().sorted(Comparator.comparing(MessageId::acceptedAtMillis)).toList();
    Duration retention = wanted.destination().limits().retention().record();
    for (int i = 1; i < ids.size(); i++) {
      if (ids.get(i).acceptedAt().isBefore(ids.get(i - 1).acceptedAt().plus(retention))) {
        violated(wanted, "I8: has two ids: " + ids);
      }
    }
    ids.forEach(id -> end(wanted, id));
    replays(wanted);
  }

  private void untracked(History.Wanted wanted) {
    long copies =
        world.queues.all().stream().filter(held -> held.body().equals(wanted.body())).count();
    if (copies > wanted.asked.size()) {
      violated(wanted, "is there " + copies + " times, though at most once was asked for");
    }
    for (History.Asked asked : wanted.asked) {
      if (asked.answer instanceof Answer.Sent && copies == 0) {
        violated(wanted, "is told to be sent, and is not there");
      }
      if (asked.answer instanceof Answer.NotPublished && wanted.asked.size() == 1 && copies > 0) {
        violated(wanted, "is told not to be published, and is there");
      }
    }
  }

  /** Answered 201 or 202: published, or a dead letter with its reason. */
  private void end(History.Wanted wanted, MessageId id) {
    long copies = world.queues.copies(id);
    Optional<Record> record = record(id);
    Optional<Outcome> outcome = record.flatMap(this::outcome);
    if (outcome.isEmpty()) {
      boolean buried = world.table.deadLetter(id).isPresent();
      boolean gone = record.isEmpty() && (copies > 0 || buried);
      if (!gone && !record.map(there -> isBlocked(wanted.destination(), there)).orElse(false)) {
        violated(
            wanted,
            "is lost: "
                + id
                + (record.isEmpty() ? ", no record" : ", no outcome")
                + ", "
                + copies
                + " copies");
      }
      return;
    }
    // An outcome that only the journal has will be there when someone looks; one on the record must
    // have let it run out.
    if (world.table.isHeld(id.keyHash())
        && record.orElseThrow().outcome().isPresent()
        && !world.table.waits(lane(wanted.destination(), record.orElseThrow()), id)) {
      violated(wanted, "has its outcome and is kept for ever");
    }
    outcome
        .get()
        .fold(
            published -> {
              if (copies == 0) {
                violated(wanted, "is told to be published, and is not there");
              }
              if (wanted.body().contains(ModelBroker.POISON)) {
                violated(wanted, "is published, though the broker refuses it");
              }
              if (copies > 1
                  && !published.possibleDuplicate()
                  && !(wanted.destination().isFifo() && world.history.late.contains(id))) {
                violated(wanted, "is there " + copies + " times, and not marked");
              }
              return null;
            },
            dead -> {
              if (dead.reason() == DeathReason.REFUSED
                  && !wanted.body().contains(ModelBroker.POISON)) {
                violated(wanted, "is dead as refused, and was not");
              }
              if (world.table.deadLetter(id).isEmpty()) {
                violated(wanted, "is dead without a dead letter");
              }
              return null;
            });
  }

  /** What was answered as final is what every later call is told, and what the store says. */
  private void replays(History.Wanted wanted) {
    Map<MessageId, History.Asked> finals = new HashMap<>();
    for (History.Asked asked : wanted.asked) {
      if (asked.isFinal()) {
        finals.merge(
            asked.tracked().orElseThrow().state().id(),
            asked,
            (one, other) -> one.saidAt <= other.saidAt ? one : other);
      }
    }
    finals.forEach(
        (id, first) -> {
          for (History.Asked later : wanted.asked) {
            if (later.at > first.saidAt
                && later.tracked().filter(told -> told.state().id().equals(id)).isPresent()
                && !later.status().equals(first.status())) {
              violated(wanted, "was " + first.status().get() + ", then " + later.status().get());
            }
          }
          record(id)
              .flatMap(this::outcome)
              .ifPresent(
                  now -> {
                    Status status = isDead(now) ? Status.DEAD : Status.PUBLISHED;
                    if (status != first.status().orElseThrow()) {
                      violated(wanted, "was " + first.status().get() + ", and is " + status);
                    }
                  });
        });
  }

  /** On FIFO each id once, but for what at-least-once marks; within retention each key once. */
  private void copies() {
    Map<MessageId, Integer> copies = new LinkedHashMap<>();
    Map<KeyHash, Set<MessageId>> ids = new LinkedHashMap<>();
    for (ModelQueues.Held held : world.queues.all()) {
      if (world.destinations.find(held.destination()).orElseThrow().isFifo()) {
        copies.merge(held.message(), 1, Integer::sum);
      }
      ids.computeIfAbsent(held.message().keyHash(), key -> new LinkedHashSet<>())
          .add(held.message());
    }
    copies.forEach(
        (id, number) -> {
          Optional<Record> record = record(id);
          boolean exactlyOnce =
              record
                  .map(there -> there.message().terms().guarantee() == Guarantee.EXACTLY_ONCE)
                  .orElse(false);
          if (number > 1 && exactlyOnce && !world.history.late.contains(id)) {
            world.history.violated("exactly once: " + id + " is there " + number + " times");
          }
        });
    ids.values()
        .forEach(
            same -> {
              List<MessageId> sorted =
                  same.stream().sorted(Comparator.comparing(MessageId::acceptedAtMillis)).toList();
              for (int i = 1; i < sorted.size(); i++) {
                Duration apart =
                    Duration.between(sorted.get(i - 1).acceptedAt(), sorted.get(i).acceptedAt());
                if (record(sorted.get(i))
                    .flatMap(there -> world.destinations.find(there.message().destination()))
                    .map(there -> apart.compareTo(there.limits().retention().record()) < 0)
                    .orElse(false)) {
                  world.history.violated("I8: one key is there under two ids: " + sorted);
                }
              }
            });
  }

  /** A caller had the answer to one before another was asked for, in one group. */
  private void order(Destination destination) {
    Map<KeyHash, Integer> places = new HashMap<>();
    Set<KeyHash> severalIds = new LinkedHashSet<>();
    Map<KeyHash, MessageId> first = new HashMap<>();
    List<ModelQueues.Held> queue = world.queues.on(destination.name());
    for (int place = 0; place < queue.size(); place++) {
      MessageId id = queue.get(place).message();
      MessageId before = first.putIfAbsent(id.keyHash(), id);
      if (before != null && !before.equals(id)) {
        severalIds.add(id.keyHash());
      }
      places.putIfAbsent(id.keyHash(), place);
    }
    List<History.Wanted> here =
        world.history.wanted.stream()
            .filter(wanted -> wanted.isTracked() && wanted.destination().equals(destination))
            .toList();
    Order order = new Order(places, severalIds, destination.policy().onDead());
    for (History.Wanted one : here) {
      if (one.firstPromised() != Long.MAX_VALUE && one.ids().size() == 1) {
        here.stream()
            .filter(other -> other.firstAsked() > one.firstPromised())
            .filter(other -> other.call.message().group().equals(one.call.message().group()))
            .forEach(other -> precedes(one, other, order));
      }
    }
    for (History.Batch batch : world.history.batches) {
      if (batch.wanted().get(0).destination().equals(destination)) {
        precede(batch, order);
      }
    }
  }

  /** What is known of a queue: where each key stands first, and which have several ids. */
  private record Order(Map<KeyHash, Integer> places, Set<KeyHash> severalIds, OnDead onDead) {}

  /** Those of one request count as sent one after the other. */
  private void precede(History.Batch batch, Order order) {
    for (int then = 1; then < batch.wanted().size(); then++) {
      for (int first = 0; first < then; first++) {
        if (batch.isAnsweredBefore(first, then) && batch.wanted().get(first).ids().size() == 1) {
          precedes(batch.wanted().get(first), batch.wanted().get(then), order);
        }
      }
    }
  }

  private void precedes(History.Wanted one, History.Wanted other, Order order) {
    KeyHash key = one.ids().get(0).keyHash();
    KeyHash otherKey =
        KeyHash.of(
            other.call.message().tenant(),
            other.destination().name(),
            other.call.key().orElseThrow());
    Integer place = order.places().get(otherKey);
    if (place == null
        || order.severalIds().contains(otherKey)
        || order.severalIds().contains(key)) {
      return;
    }
    if (!order.places().containsKey(key)) {
      if (order.onDead() == OnDead.BLOCK) {
        violated(other, "went past " + one + ", which blocks the group");
      }
    } else if (order.places().get(key) > place) {
      violated(other, "stands before " + one + ", which was answered before it was sent");
    }
  }
}
