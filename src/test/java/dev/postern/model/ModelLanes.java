package dev.postern.model;

import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Lanes in a {@link ModelTable}, at the end of a line. */
public record ModelLanes(ModelTable table, Line line) implements Lanes {
  private static final int MOST_DUE = 100;

  @Override
  public CompletionStage<Map<LaneId, Head>> heads(Collection<LaneId> lanes) {
    return line.call(
        "heads",
        () -> {
          Map<LaneId, Head> heads = new LinkedHashMap<>();
          for (LaneId lane : lanes) {
            if (!line.leavesOut("head")) {
              heads.put(lane, table.head(lane));
            }
          }
          return heads;
        });
  }

  @Override
  public CompletionStage<Long> reserve(LaneId lane, Instant now) {
    return line.call(
        "reserve",
        () -> {
          ModelTable.LaneItem item = table.lane(lane);
          Head head = item.head;
          item.findable |= head.blockedBy().isEmpty();
          item.dueAt = item.dueAt.or(() -> Optional.of(now));
          item.head =
              new Head(
                  head.tail() + 1,
                  head.done(),
                  head.holding(),
                  due(head.retry(), item.dueAt),
                  head.blockedBy(),
                  head.skipped());
          return item.head.tail();
        });
  }

  private static Head.Retry due(Head.Retry retry, Optional<Instant> dueAt) {
    return new Head.Retry(
        retry.tries(), retry.charged(), dueAt, retry.attemptedAt(), retry.lastError());
  }

  private static Head.Retry attempted(Head.Retry retry, Optional<Instant> at) {
    return new Head.Retry(retry.tries(), retry.charged(), retry.dueAt(), at, retry.lastError());
  }

  @Override
  public CompletionStage<Optional<LaneEntry>> put(LaneId lane, long number, LaneEntry entry) {
    return line.call(
        "put",
        () -> {
          boolean tombstone = entry.fold(waiting -> false, placed -> true);
          TreeMap<Long, LaneEntry> entries = table.lane(lane).entries;
          LaneEntry standing = entries.get(number);
          if (tombstone && standing == null && table.tells(Lie.TOMBSTONE_NOT_PUT)) {
            return Optional.empty();
          }
          if (standing == null) {
            entries.put(number, entry);
          }
          return table.tells(Lie.PUT_NOT_CHECKED)
              ? Optional.empty()
              : Optional.ofNullable(standing);
        });
  }

  @Override
  public CompletionStage<Optional<Hold>> take(
      LaneId lane, ReplicaId taker, Head.Holding seen, Instant attemptedAt) {
    return line.call(
        "take",
        () -> {
          ModelTable.LaneItem item = table.lanes.get(lane);
          if (item == null
              || item.head.holding().fence() != seen.fence()
              || item.head.holding().counter() != seen.counter()) {
            return Optional.empty();
          }
          Head head = item.head;
          item.head =
              new Head(
                  head.tail(),
                  head.done(),
                  new Head.Holding(Optional.of(taker), seen.fence() + 1, seen.counter() + 1),
                  attempted(head.retry(), Optional.of(attemptedAt)),
                  head.blockedBy(),
                  head.skipped());
          return Optional.of(new Hold(lane, seen.fence() + 1));
        });
  }

  @Override
  public CompletionStage<SortedMap<Long, LaneEntry>> entries(LaneId lane, long from, int most) {
    return line.call(
        "entries",
        () -> {
          SortedMap<Long, LaneEntry> some = new TreeMap<>();
          table.entries(lane).tailMap(from).entrySet().stream()
              .limit(most)
              .forEach(entry -> some.put(entry.getKey(), entry.getValue()));
          return some;
        });
  }

  /** The lane, if this hold still stands. */
  private Optional<ModelTable.LaneItem> held(Hold hold) {
    return Optional.ofNullable(table.lanes.get(hold.lane()))
        .filter(
            item -> item.head.holding().fence() == hold.fence() || table.tells(Lie.FENCE_IGNORED));
  }

  private static Head.Holding moved(Head.Holding holding) {
    return new Head.Holding(holding.holder(), holding.fence(), holding.counter() + 1);
  }

  private static Head.Holding givenUp(Head.Holding holding) {
    return new Head.Holding(Optional.empty(), holding.fence(), holding.counter() + 1);
  }

  @Override
  public CompletionStage<Boolean> renew(Hold hold) {
    return line.call(
        "renew",
        () ->
            held(hold)
                .map(
                    item -> {
                      Head head = item.head;
                      item.head =
                          new Head(
                              head.tail(),
                              head.done(),
                              moved(head.holding()),
                              head.retry(),
                              head.blockedBy(),
                              head.skipped());
                      return true;
                    })
                .orElse(false));
  }

  @Override
  public CompletionStage<Void> markUnknown(LaneId lane, long number, Instant since) {
    return line.call(
        "markUnknown",
        () -> {
          table
              .entries(lane)
              .computeIfPresent(
                  number,
                  (at, entry) ->
                      entry.fold(
                          waiting ->
                              new LaneEntry.Waiting(
                                  waiting.message(),
                                  waiting.unknownSince().or(() -> Optional.of(since)),
                                  waiting.retry(),
                                  waiting.redrive()),
                          tombstone -> tombstone));
          return null;
        });
  }

  @Override
  public CompletionStage<Boolean> postpone(Hold hold, Head.Retry retry) {
    return line.call(
        "postpone",
        () ->
            held(hold)
                .map(
                    item -> {
                      Head head = item.head;
                      item.dueAt = retry.dueAt();
                      item.head =
                          new Head(
                              head.tail(),
                              head.done(),
                              givenUp(head.holding()),
                              attempted(retry, Optional.empty()),
                              head.blockedBy(),
                              head.skipped());
                      return true;
                    })
                .orElse(false));
  }

  @Override
  public CompletionStage<Boolean> advance(Hold hold, long done, Instant attemptedAt) {
    return line.call(
        "advance",
        () ->
            held(hold)
                .filter(item -> item.head.done() < done || table.tells(Lie.DONE_MOVES_BACK))
                .map(
                    item -> {
                      Head head = item.head;
                      if (table.tells(Lie.TOMBSTONE_DELETED)) {
                        item.entries.computeIfPresent(
                            done, (at, entry) -> entry.fold(waiting -> waiting, gone -> null));
                      }
                      item.head =
                          new Head(
                              head.tail(),
                              done,
                              moved(head.holding()),
                              new Head.Retry(
                                  0, 0, item.dueAt, Optional.of(attemptedAt), Optional.empty()),
                              head.blockedBy(),
                              Optional.empty());
                      return true;
                    })
                .orElse(false));
  }

  @Override
  public CompletionStage<Boolean> block(Hold hold, MessageId by) {
    return line.call(
        "block",
        () ->
            held(hold)
                .filter(item -> item.head.skipped().filter(by::equals).isEmpty())
                .map(
                    item -> {
                      Head head = item.head;
                      item.findable = false;
                      item.head =
                          new Head(
                              head.tail(),
                              head.done(),
                              givenUp(head.holding()),
                              attempted(head.retry(), Optional.empty()),
                              Optional.of(by),
                              head.skipped());
                      return true;
                    })
                .orElse(false));
  }

  @Override
  public CompletionStage<Boolean> release(Hold hold, long tail, Instant now) {
    return line.call(
        "release",
        () ->
            held(hold)
                .filter(
                    item ->
                        (item.head.tail() == tail && item.head.done() == tail)
                            || table.tells(Lie.RELEASE_NOT_CHECKED))
                .map(
                    item -> {
                      Head head = item.head;
                      item.findable = false;
                      item.dueAt = Optional.empty();
                      item.head =
                          new Head(
                              head.tail(),
                              head.done(),
                              givenUp(head.holding()),
                              Head.Retry.FRESH,
                              head.blockedBy(),
                              head.skipped());
                      return true;
                    })
                .orElse(false));
  }

  @Override
  public CompletionStage<Boolean> leave(Hold hold) {
    return line.call(
        "leave lane",
        () ->
            held(hold)
                .map(
                    item -> {
                      Head head = item.head;
                      item.head =
                          new Head(
                              head.tail(),
                              head.done(),
                              givenUp(head.holding()),
                              attempted(head.retry(), Optional.empty()),
                              head.blockedBy(),
                              head.skipped());
                      return true;
                    })
                .orElse(false));
  }

  @Override
  public CompletionStage<Void> remove(LaneId lane, long number) {
    return line.call(
        "remove",
        () -> {
          table.entries(lane).remove(number);
          return null;
        });
  }

  @Override
  public CompletionStage<Void> strike(LaneId lane, long number, LaneEntry.Tombstone tombstone) {
    return line.call(
        "strike",
        () -> {
          table.lane(lane).entries.put(number, tombstone);
          return null;
        });
  }

  /** The index lags: it may leave out what was made findable just now. */
  @Override
  public CompletionStage<List<LaneId>> due(DestinationName destination, int dueShard, Instant by) {
    return line.call(
        "due",
        () ->
            table.lanes.entrySet().stream()
                .filter(lane -> lane.getKey().destination().equals(destination))
                .filter(lane -> lane.getKey().dueShard() == dueShard)
                .filter(lane -> lane.getValue().findable)
                .filter(lane -> !lane.getValue().dueAt.orElse(Instant.MAX).isAfter(by))
                .filter(lane -> !line.leavesOut("due"))
                .sorted(Comparator.comparing(lane -> lane.getValue().dueAt.orElseThrow()))
                .limit(MOST_DUE)
                .map(Map.Entry::getKey)
                .toList());
  }

  @Override
  public CompletionStage<Void> bury(DeadLetter letter) {
    return line.call(
        "bury",
        () -> {
          table
              .record(letter.message().keyHash())
              .filter(record -> record.id().equals(letter.message()))
              .filter(record -> record.outcome().filter(letter.outcome()::equals).isPresent())
              .ifPresent(
                  dead ->
                      table.deadLetters.putIfAbsent(
                          letter.message(), letter.erased(dead.isErased())));
          return null;
        });
  }
}
