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
import dev.postern.message.MessageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Goes through what a dead replica left: the journal entries from its low-water marks on, so the
 * batches that were in flight and never the history.
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
  private static final Logger LOG = Logger.getLogger(Recovery.class);

  /**
   * Recovers a replica that was claimed and takes it out of the list. Fails where the store does;
   * what was done until then need not be done again.
   */
  CompletionStage<Void> recover(Replicas.Member dead, ReplicaId claimant) {
    CompletionStage<Void> shards = CompletableFuture.completedFuture(null);
    for (int shard = 0; shard < EntryId.SHARDS; shard++) {
      int each = shard;
      shards =
          shards.thenCompose(
              done -> recover(dead.id(), each, dead.lowWater().marks().get(each), claimant));
    }
    return shards
        .thenCompose(done -> replicas.remove(dead.id(), claimant))
        .thenAccept(removed -> LOG.infof("replica %s recovered by %s", dead.id(), claimant));
  }

  private CompletionStage<Void> recover(ReplicaId dead, int shard, long from, ReplicaId claimant) {
    return ledger
        .entries(dead, shard, from)
        .thenCompose(
            entries -> {
              CompletionStage<Void> each = CompletableFuture.completedFuture(null);
              for (JournalEntry entry : entries) {
                each = each.thenCompose(done -> recover(entry, claimant));
              }
              return each.thenCompose(
                  done ->
                      entries.size() < Ledger.MOST_ENTRIES
                          ? CompletableFuture.completedFuture(null)
                          : recover(dead, shard, last(entries) + 1, claimant));
            });
  }

  private static long last(List<JournalEntry> entries) {
    return entries.get(entries.size() - 1).id().number();
  }

  private CompletionStage<Void> recover(JournalEntry seen, ReplicaId claimant) {
    if (seen.open().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return ledger
        .takeOver(seen, claimant)
        .thenCompose(
            taken ->
                taken
                    .map(own -> handOver(own, claimant))
                    // Another changed it meanwhile: what it is now decides.
                    .orElseGet(() -> lookAgain(seen.id(), claimant)));
  }

  private CompletionStage<Void> lookAgain(EntryId entry, ReplicaId claimant) {
    return ledger
        .find(entry)
        .thenCompose(
            now ->
                now.map(seen -> recover(seen, claimant))
                    .orElseGet(() -> CompletableFuture.completedFuture(null)));
  }

  private CompletionStage<Void> handOver(JournalEntry entry, ReplicaId claimant) {
    CompletionStage<Void> each = CompletableFuture.completedFuture(null);
    for (Map.Entry<Integer, MessageId> open : entry.open().entrySet()) {
      each = each.thenCompose(done -> handOver(entry, open.getKey(), open.getValue(), claimant));
    }
    return each;
  }

  private CompletionStage<Void> handOver(
      JournalEntry entry, int place, MessageId message, ReplicaId claimant) {
    return ledger
        .find(message.keyHash())
        .thenCompose(
            found ->
                found
                    .filter(record -> isAcceptedBy(entry, message, record))
                    .map(record -> append(entry, place, record, claimant))
                    // It was never accepted here.
                    .orElseGet(() -> CompletableFuture.completedFuture(null)));
  }

  private static boolean isAcceptedBy(JournalEntry entry, MessageId message, Record record) {
    return record.id().equals(message)
        && record.acceptance().entry().equals(entry.id())
        && record.outcome().isEmpty();
  }

  private CompletionStage<Void> append(
      JournalEntry entry, int place, Record record, ReplicaId claimant) {
    Optional<Destination> destination = destinations.find(record.message().destination());
    if (destination.isEmpty()) {
      LOG.errorf(
          "message %s of destination %s, which is not configured here, is left in journal entry %s",
          record.id(), record.message().destination(), entry.id());
      return CompletableFuture.completedFuture(null);
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
        .thenCompose(
            stands -> ledger.settle(entry.id(), claimant, Map.of(place, Progress.HANDED_OVER)))
        .thenAccept(settled -> drainer.nudge(lane));
  }
}
