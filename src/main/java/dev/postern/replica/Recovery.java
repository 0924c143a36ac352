package dev.postern.replica;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.lane.Appender;
import dev.postern.lane.Drainer;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.message.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Goes through what a dead replica left: the journal entries from its low-water marks on, so the
 * batches that were in flight and never the history. The shards are gone through at the same time,
 * and so are the messages of an entry: at most 80 at once.
 *
 * <p>What is of a destination that is not configured here stays as it is, and the dead replica in
 * the list: another, which knows the destination, finishes it once this one has ended.
 *
 * <p>Each entry is taken over, so that the dead one, should it only have been slow, can settle
 * nothing more; then what is open in it is put into its lane. Every step may be repeated, by this
 * replica or by the next one that claims.
 */
record Recovery(
    Ledger ledger,
    Replicas replicas,
    Appender appender,
    Drainer drainer,
    Destinations destinations) {
  private static final Log LOG = Log.of(Recovery.class);

  /**
   * Recovers a replica that was claimed and takes it out of the list; but not where messages are
   * left of destinations that are not configured here. Fails where the store does; what was done
   * until then need not be done again.
   *
   * @return whether nothing is left
   */
  CompletionStage<Boolean> recover(Replicas.Member dead, ReplicaId claimant) {
    Run run = new Run(claimant);
    List<CompletionStage<Void>> shards = new ArrayList<>();
    for (int shard = 0; shard < EntryId.SHARDS; shard++) {
      shards.add(run.recover(dead.id(), shard, dead.lowWater().marks().get(shard)));
    }
    return all(shards)
        .thenCompose(
            done ->
                run.isWhole.get()
                    ? remove(dead.id(), claimant)
                    : CompletableFuture.completedFuture(false));
  }

  private CompletionStage<Boolean> remove(ReplicaId dead, ReplicaId claimant) {
    return replicas
        .remove(dead, claimant)
        .thenApply(
            removed -> {
              LOG.info(
                  "a dead replica is recovered",
                  Member.DEAD_REPLICA.is(dead),
                  Member.REPLICA.is(claimant));
              return true;
            });
  }

  /** One time of going through it all. */
  private final class Run {
    private final ReplicaId claimant;
    private final AtomicBoolean isWhole = new AtomicBoolean(true);

    Run(ReplicaId claimant) {
      this.claimant = claimant;
    }

    private CompletionStage<Void> recover(ReplicaId dead, int shard, long from) {
      return ledger
          .entries(dead, shard, from)
          .thenCompose(
              entries -> {
                CompletionStage<Void> each = CompletableFuture.completedFuture(null);
                for (JournalEntry entry : entries) {
                  each = each.thenCompose(done -> recover(entry));
                }
                return each.thenCompose(
                    done ->
                        entries.size() < Ledger.MOST_ENTRIES
                            ? CompletableFuture.completedFuture(null)
                            : recover(dead, shard, last(entries) + 1));
              });
    }

    private static long last(List<JournalEntry> entries) {
      return entries.get(entries.size() - 1).id().number();
    }

    private CompletionStage<Void> recover(JournalEntry seen) {
      if (seen.open().isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      return ledger
          .takeOver(seen, claimant)
          .thenCompose(
              taken ->
                  taken
                      .map(own -> handOver(own))
                      // Another changed it meanwhile: what it is now decides.
                      .orElseGet(() -> lookAgain(seen.id())));
    }

    private CompletionStage<Void> lookAgain(EntryId entry) {
      return ledger
          .find(entry)
          .thenCompose(
              now ->
                  now.map(seen -> recover(seen))
                      .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    /** Its messages were under way at the same time, so none comes before another. */
    private CompletionStage<Void> handOver(JournalEntry entry) {
      Map<Integer, LaneId> lanes = new ConcurrentHashMap<>();
      List<CompletionStage<Void>> each = new ArrayList<>();
      entry
          .open()
          .forEach(
              (place, message) ->
                  each.add(
                      handOver(entry, message)
                          .thenAccept(lane -> lane.ifPresent(into -> lanes.put(place, into)))));
      return all(each).thenCompose(done -> settle(entry, lanes));
    }

    private CompletionStage<Void> settle(JournalEntry entry, Map<Integer, LaneId> lanes) {
      if (lanes.isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      Map<Integer, Progress> progress =
          lanes.keySet().stream()
              .collect(Collectors.toMap(Function.identity(), place -> Progress.HANDED_OVER));
      return ledger
          .settle(entry.id(), claimant, progress)
          .thenAccept(settled -> lanes.values().forEach(drainer::nudge));
    }

    /**
     * The lane that it stands in now, or whose drainer finds its outcome; none where it has none.
     */
    private CompletionStage<Optional<LaneId>> handOver(JournalEntry entry, MessageId message) {
      return ledger
          .find(message.keyHash())
          .thenCompose(
              found ->
                  found
                      .filter(record -> isAcceptedBy(entry, message, record))
                      .map(record -> append(entry, record))
                      // It was never accepted here.
                      .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    private static boolean isAcceptedBy(JournalEntry entry, MessageId message, Record record) {
      return record.id().equals(message)
          && record.acceptance().entry().equals(entry.id())
          && record.outcome().isEmpty();
    }

    private CompletionStage<Optional<LaneId>> append(JournalEntry entry, Record record) {
      Optional<Destination> destination = destinations.find(record.message().destination());
      if (destination.isEmpty()) {
        LOG.error(
            "a message is left, since its destination is not configured here",
            Member.MESSAGE_ID.is(record.id()),
            Member.DESTINATION.is(record.message().destination()),
            Member.ENTRY.is(entry.id()),
            Member.REPLICA.is(claimant));
        isWhole.set(false);
        return CompletableFuture.completedFuture(Optional.empty());
      }
      LaneId lane = LaneId.of(destination.get(), record.id(), record.message());
      // When the entry was opened stands for the first attempt, of which nothing is known.
      LaneEntry.Waiting waiting = new LaneEntry.Waiting(record.id(), Optional.of(entry.openedAt()));
      return ledger
          .hold(record.id())
          // Not held, it has come to its end, and there is nothing to append.
          .thenCompose(
              held ->
                  held
                      ? appender.append(lane, waiting).thenApply(number -> true)
                      : CompletableFuture.completedFuture(false))
          .thenApply(stands -> Optional.of(lane));
    }
  }

  private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
    return CompletableFuture.allOf(
        stages.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }
}
