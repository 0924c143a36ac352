package dev.postern.lane;

import dev.postern.destination.Destination;
import dev.postern.ledger.Record;
import dev.postern.message.DeathReason;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The messages that will not be tried again by themselves, as people see to them.
 *
 * <p>Whatever is asked for here may be asked for again after a fault: it is done once. Thread-safe;
 * never blocks.
 */
public final class DeadLetters {
  /** How many parts of the list one page may read: a page may be short, even empty. */
  private static final int MOST_READS = 10;

  private static final int READ_AHEAD = 100;

  /** A part of the list; there is more where it says where to go on. */
  public record Page(List<Lanes.DeadLetter> letters, Optional<ByHand.LetterPlace> next) {}

  /** What became of the redrive of one. */
  public enum Redriven {
    DONE,
    /** There is no such dead letter, or no longer. */
    UNKNOWN,
    /** Its group has gone on without it: only with its order changed could it be published. */
    WOULD_REORDER,
    /** Its payload is erased: there is nothing to publish. */
    ERASED
  }

  /** What became of a deletion. */
  public enum Deleted {
    DONE,
    /** There is no such dead letter, or no longer. */
    UNKNOWN,
    /** Its group waits for it. */
    BLOCKS
  }

  /**
   * Which to redrive, and how.
   *
   * @param reason empty for every
   * @param after where to go on
   * @param dryRun do nothing, say what would be done
   */
  public record Order(
      Optional<DeathReason> reason,
      boolean allowReorder,
      boolean dryRun,
      Optional<ByHand.LetterPlace> after,
      int most) {}

  /**
   * What became of the redrive of many.
   *
   * @param redriven how many are in their lanes again, or would be
   * @param heldBack those whose groups have gone on without them, or whose payloads are erased
   */
  public record Report(
      int redriven, List<Lanes.DeadLetter> heldBack, Optional<ByHand.LetterPlace> next) {}

  private final DrainMeans means;
  private final ByHand byHand;
  private final Redrive redrive;

  public DeadLetters(DrainMeans means, ByHand byHand, Drainer drainer) {
    this.means = means;
    this.byHand = byHand;
    this.redrive = new Redrive(means, byHand, drainer);
  }

  /**
   * A page, newest first.
   *
   * @param most 1 to 100
   */
  public CompletionStage<Page> list(
      Destination destination,
      Optional<DeathReason> reason,
      Optional<ByHand.LetterPlace> after,
      int most) {
    return new Reading(destination, ByHand.Direction.NEWEST_FIRST, reason, most)
        .go(after, MOST_READS);
  }

  /** Redrives one. */
  public CompletionStage<Redriven> redrive(
      Destination destination, MessageId message, boolean allowReorder) {
    return found(
        destination,
        message,
        Redriven.UNKNOWN,
        found ->
            found.record().isErased()
                ? CompletableFuture.completedFuture(Redriven.ERASED)
                : redrive
                    .of(destination, found.record(), found.letter(), allowReorder)
                    .thenApply(
                        result ->
                            switch (result) {
                              case DONE -> Redriven.DONE;
                              case NOT_DEAD -> Redriven.UNKNOWN;
                              case WOULD_REORDER -> Redriven.WOULD_REORDER;
                            }));
  }

  /**
   * Redrives many, the oldest death first, so that those of a group keep their order among
   * themselves: one after another.
   */
  public CompletionStage<Report> redriveAll(Destination destination, Order order) {
    return new Reading(destination, ByHand.Direction.OLDEST_FIRST, order.reason(), order.most())
        .go(order.after(), MOST_READS)
        .thenCompose(
            page -> {
              CompletionStage<Report> report =
                  CompletableFuture.completedFuture(new Report(0, List.of(), page.next()));
              for (Lanes.DeadLetter letter : page.letters()) {
                report =
                    report.thenCompose(
                        so ->
                            redrive(destination, letter, order)
                                .thenApply(result -> counted(so, letter, result)));
              }
              return report;
            });
  }

  private CompletionStage<Redriven> redrive(
      Destination destination, Lanes.DeadLetter letter, Order order) {
    return order.dryRun()
        ? wouldRedrive(destination, letter, order.allowReorder())
        : redrive(destination, letter.message(), order.allowReorder());
  }

  private CompletionStage<Redriven> wouldRedrive(
      Destination destination, Lanes.DeadLetter letter, boolean allowReorder) {
    if (letter.erased()) {
      return CompletableFuture.completedFuture(Redriven.ERASED);
    }
    if (allowReorder || !destination.isOrdered() || letter.group().isEmpty()) {
      return CompletableFuture.completedFuture(Redriven.DONE);
    }
    LaneId lane = LaneId.of(destination.name(), letter.group().get());
    return means
        .lanes()
        .heads(List.of(lane))
        .thenApply(
            heads ->
                Optional.ofNullable(heads.get(lane))
                        .flatMap(Head::blockedBy)
                        .filter(letter.message()::equals)
                        .isPresent()
                    ? Redriven.DONE
                    : Redriven.WOULD_REORDER);
  }

  private static Report counted(Report so, Lanes.DeadLetter letter, Redriven result) {
    return switch (result) {
      case DONE -> new Report(so.redriven() + 1, so.heldBack(), so.next());
      case UNKNOWN -> so;
      case WOULD_REORDER, ERASED -> {
        List<Lanes.DeadLetter> more = new ArrayList<>(so.heldBack());
        more.add(letter);
        yield new Report(so.redriven(), List.copyOf(more), so.next());
      }
    };
  }

  /** Deletes one; its key is free again as if it had not died. */
  public CompletionStage<Deleted> delete(Destination destination, MessageId message) {
    Instant expiresAt = message.acceptedAt().plus(destination.limits().retention().record());
    return found(
        destination,
        message,
        Deleted.UNKNOWN,
        found ->
            byHand
                .delete(
                    found.letter(),
                    LaneId.of(destination, message, found.record().message()),
                    expiresAt)
                .thenApply(
                    result ->
                        switch (result) {
                          case DONE -> Deleted.DONE;
                          case BLOCKS -> Deleted.BLOCKS;
                          case GONE -> Deleted.UNKNOWN;
                        }));
  }

  private record Found(Record record, Lanes.DeadLetter letter) {}

  /** By way of the record, which alone says whether, and when, it died. */
  private <T> CompletionStage<T> found(
      Destination destination,
      MessageId message,
      T unknown,
      Function<Found, CompletionStage<T>> then) {
    return means
        .ledger()
        .find(message.keyHash())
        .thenCompose(
            found -> {
              Optional<Record> own =
                  found
                      .filter(record -> record.id().equals(message))
                      .filter(record -> record.message().destination().equals(destination.name()));
              Optional<ByHand.LetterPlace> place =
                  own.flatMap(Record::outcome)
                      .flatMap(outcome -> outcome.fold(published -> Optional.empty(), Optional::of))
                      .map(dead -> new ByHand.LetterPlace(dead.at(), message));
              if (place.isEmpty()) {
                return CompletableFuture.completedFuture(unknown);
              }
              return byHand
                  .letter(destination.name(), place.get())
                  .thenCompose(
                      letter ->
                          letter
                              .map(there -> then.apply(new Found(own.get(), there)))
                              .orElseGet(() -> CompletableFuture.completedFuture(unknown)));
            });
  }

  /** Gathers a page from as many reads as it takes. */
  private final class Reading {
    private final Destination destination;
    private final ByHand.Direction direction;
    private final Optional<DeathReason> reason;
    private final int most;
    private final List<Lanes.DeadLetter> letters = new ArrayList<>();

    Reading(
        Destination destination,
        ByHand.Direction direction,
        Optional<DeathReason> reason,
        int most) {
      this.destination = destination;
      this.direction = direction;
      this.reason = reason;
      this.most = most;
    }

    CompletionStage<Page> go(Optional<ByHand.LetterPlace> after, int reads) {
      if (reads == 0) {
        return CompletableFuture.completedFuture(new Page(letters, after));
      }
      return byHand
          .letters(destination.name(), direction, after, READ_AHEAD)
          .thenCompose(
              read -> {
                for (int i = 0; i < read.size(); i++) {
                  if (isWanted(read.get(i))) {
                    letters.add(read.get(i));
                  }
                  boolean last = i == read.size() - 1 && read.size() < READ_AHEAD;
                  if (letters.size() == most && !last) {
                    return end(Optional.of(ByHand.LetterPlace.of(read.get(i))));
                  }
                }
                return read.size() < READ_AHEAD
                    ? end(Optional.empty())
                    : go(Optional.of(ByHand.LetterPlace.of(read.get(READ_AHEAD - 1))), reads - 1);
              });
    }

    private CompletionStage<Page> end(Optional<ByHand.LetterPlace> next) {
      return CompletableFuture.completedFuture(new Page(letters, next));
    }

    /** What has run out may be there for days yet. */
    private boolean isWanted(Lanes.DeadLetter letter) {
      return letter.expiresAt().isAfter(means.scheduler().now())
          && reason.filter(wanted -> wanted != letter.outcome().reason()).isEmpty();
    }
  }
}
