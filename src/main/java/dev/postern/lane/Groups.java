package dev.postern.lane;

import dev.postern.destination.Destination;
import dev.postern.destination.Numbering;
import dev.postern.flow.Deadline;
import dev.postern.ledger.Record;
import dev.postern.ledger.SeriesId;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The groups of ordered destinations as people see to them: who waits, for what, and on with it.
 *
 * <p>Whatever is asked for here may be asked for again after a fault: it is done once. Thread-safe;
 * never blocks.
 */
public final class Groups {
  /** How long to wait for a skip to have its effect; after that it is under way all the same. */
  private static final Duration SKIP_WITHIN = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** How often to begin anew where others change the same lane at the same time. */
  private static final int TRIES = 5;

  /** What became of a skip. */
  public sealed interface Skip {
    <T> T fold(Supplier<T> skipped, Supplier<T> underWay, Function<Optional<MessageId>, T> another);

    /** The group has gone on without the message. */
    record Skipped() implements Skip {
      @Override
      public <T> T fold(
          Supplier<T> skipped, Supplier<T> underWay, Function<Optional<MessageId>, T> another) {
        return skipped.get();
      }
    }

    /** It is given up; the group goes on once no attempt can be on its way any more. */
    record UnderWay() implements Skip {
      @Override
      public <T> T fold(
          Supplier<T> skipped, Supplier<T> underWay, Function<Optional<MessageId>, T> another) {
        return underWay.get();
      }
    }

    /**
     * The group does not wait for that message, or no longer: it may be published.
     *
     * @param first for which it does, if any
     */
    record Another(Optional<MessageId> first) implements Skip {
      @Override
      public <T> T fold(
          Supplier<T> skipped, Supplier<T> underWay, Function<Optional<MessageId>, T> another) {
        return another.apply(first);
      }
    }
  }

  /** What became of a resume. */
  public enum Resumed {
    /** The message that blocked the group is tried again, in its old place. */
    DONE,
    /** No message blocks the group. */
    NOT_BLOCKED,
    /** The payload of the message that blocks it is erased: it can only be skipped. */
    ERASED
  }

  /** A lane as it was just read. */
  private record Sight(LaneId lane, Head head, Optional<LaneEntry> first) {
    Group group() {
      return Group.of(lane.group().orElseThrow(), head, first);
    }
  }

  private final DrainMeans means;
  private final ByHand byHand;
  private final Drainer drainer;

  public Groups(DrainMeans means, ByHand byHand, Drainer drainer) {
    this.means = means;
    this.byHand = byHand;
    this.drainer = drainer;
  }

  /** One group; one of which nothing is known is clear. */
  public CompletionStage<Group> find(Destination destination, GroupId group) {
    return see(LaneId.of(destination.name(), group))
        .thenCompose(
            sight ->
                sight
                    .head()
                    .blockedBy()
                    .map(by -> death(by).thenApply(dead -> described(sight.group(), dead)))
                    .orElseGet(() -> CompletableFuture.completedFuture(sight.group())));
  }

  /** The number of the group's last message, 0 where it has none; nothing where none is counted. */
  public CompletionStage<OptionalLong> lastNumber(Destination destination, GroupId group) {
    if (destination.policy().numbering() != Numbering.SEQUENCED) {
      return CompletableFuture.completedFuture(OptionalLong.empty());
    }
    SeriesId series = SeriesId.of(destination.name(), group);
    return means
        .ledger()
        .ends(List.of(series))
        .thenApply(
            ends ->
                Optional.ofNullable(ends.get(series))
                    .map(end -> OptionalLong.of(end.number()))
                    .orElseThrow(
                        () -> new StoreUnavailable("the group could not be read", null, false)));
  }

  private static Group described(Group group, Optional<Outcome.Dead> death) {
    return death.map(group::blockedBy).orElse(group);
  }

  /** Goes on without this message, which must be the first. */
  public CompletionStage<Skip> skip(Destination destination, GroupId group, MessageId message) {
    return skip(LaneId.of(destination.name(), group), message, TRIES);
  }

  private CompletionStage<Skip> skip(LaneId lane, MessageId message, int tries) {
    return see(lane)
        .thenCompose(
            sight -> {
              Optional<MessageId> first = sight.group().first();
              if (first.filter(message::equals).isEmpty()) {
                return CompletableFuture.completedFuture(new Skip.Another(first));
              }
              if (tries == 0) {
                return tooFast();
              }
              return byHand
                  .giveUp(lane, sight.head(), message, means.scheduler().now())
                  .thenCompose(
                      given ->
                          given
                              ? watch(
                                  lane, sight, message, Deadline.in(SKIP_WITHIN, means.scheduler()))
                              : skip(lane, message, tries - 1));
            });
  }

  /** Until whoever drains the lane has passed it on; if that is nobody, it is this replica. */
  private CompletionStage<Skip> watch(
      LaneId lane, Sight before, MessageId message, Deadline until) {
    drainer.nudge(lane);
    return means
        .scheduler()
        .after(LOOK_EVERY)
        .thenCompose(done -> see(lane))
        .thenCompose(
            sight -> {
              if (sight.head().done() > before.head().done()) {
                return end(message, sight);
              }
              return until.hasPassed()
                  ? CompletableFuture.completedFuture(new Skip.UnderWay())
                  : watch(lane, before, message, until);
            });
  }

  /** It was passed: dead or gone, or published by an attempt that was under way. */
  private CompletionStage<Skip> end(MessageId message, Sight sight) {
    return record(message)
        .thenApply(
            record ->
                record.map(there -> dead(there).isPresent()).orElse(true)
                    ? new Skip.Skipped()
                    : new Skip.Another(sight.group().first()));
  }

  /** Tries the message that blocks the group again, in its old place. */
  public CompletionStage<Resumed> resume(Destination destination, GroupId group) {
    return resume(destination, LaneId.of(destination.name(), group), TRIES);
  }

  private CompletionStage<Resumed> resume(Destination destination, LaneId lane, int tries) {
    return see(lane)
        .thenCompose(
            sight -> {
              Optional<MessageId> by = sight.head().blockedBy();
              if (by.isEmpty()) {
                return CompletableFuture.completedFuture(Resumed.NOT_BLOCKED);
              }
              if (tries == 0) {
                return tooFast();
              }
              return record(by.get())
                  .thenCompose(
                      record ->
                          record.filter(Record::isErased).isPresent()
                              ? CompletableFuture.completedFuture(Resumed.ERASED)
                              : resume(destination, sight, record, tries));
            });
  }

  private CompletionStage<Resumed> resume(
      Destination destination, Sight sight, Optional<Record> record, int tries) {
    return revive(destination, sight, record)
        .thenCompose(
            revived -> {
              if (!revived) {
                return resume(destination, sight.lane(), tries - 1);
              }
              drainer.nudge(sight.lane());
              return CompletableFuture.completedFuture(Resumed.DONE);
            });
  }

  private CompletionStage<Boolean> revive(
      Destination destination, Sight sight, Optional<Record> record) {
    Optional<Outcome.Dead> dead = record.flatMap(Groups::dead);
    if (dead.isEmpty()) {
      // Redriven to the tail before the block was written, or gone: whoever drains the lane sees
      // to it.
      return byHand.unblock(sight.lane(), sight.head(), means.scheduler().now());
    }
    Verdict verdict = new Verdict(destination, means.times(), means.scheduler());
    ByHand.LetterPlace place = new ByHand.LetterPlace(dead.get().at(), record.get().id());
    return byHand
        .letter(destination.name(), place)
        .thenCompose(
            letter ->
                new Redrive(means, byHand, drainer)
                    .revive(
                        sight.lane(),
                        sight.head(),
                        letter.orElseGet(
                            () -> verdict.letter(record.get(), dead.get(), Optional.empty()))));
  }

  private CompletionStage<Sight> see(LaneId lane) {
    return means
        .lanes()
        .heads(List.of(lane))
        .thenCompose(
            heads -> {
              Head head = heads.get(lane);
              if (head == null) {
                return CompletableFuture.failedFuture(
                    new StoreUnavailable("the lane could not be read", null, false));
              }
              if (head.depth() == 0) {
                return CompletableFuture.completedFuture(new Sight(lane, head, Optional.empty()));
              }
              return byHand
                  .entriesAt(Map.of(lane, head.done() + 1))
                  .thenApply(
                      entries -> new Sight(lane, head, Optional.ofNullable(entries.get(lane))));
            });
  }

  private CompletionStage<Optional<Outcome.Dead>> death(MessageId message) {
    return record(message).thenApply(record -> record.flatMap(Groups::dead));
  }

  private CompletionStage<Optional<Record>> record(MessageId message) {
    return means
        .ledger()
        .find(message.keyHash())
        .thenApply(found -> found.filter(record -> record.id().equals(message)));
  }

  private static Optional<Outcome.Dead> dead(Record record) {
    return record
        .outcome()
        .flatMap(outcome -> outcome.fold(published -> Optional.empty(), Optional::of));
  }

  private static <T> CompletionStage<T> tooFast() {
    return CompletableFuture.failedFuture(
        new StoreUnavailable("the lane changes too fast", null, false));
  }
}
