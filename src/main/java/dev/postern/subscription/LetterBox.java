package dev.postern.subscription;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The dead letters of subscriptions, as people see to them.
 *
 * <p>Whatever is asked for here may be asked for again after a fault: it is done once. Thread-safe;
 * never blocks.
 */
public final class LetterBox {
  /** How many parts of the list one page may read: a page may be short, even empty. */
  private static final int MOST_READS = 10;

  private static final int READ_AHEAD = 100;

  /** A part of the list; there is more where it says where to go on. */
  public record Page(List<Letter> letters, Optional<Letter.Place> next) {}

  /** What became of a decision about one. */
  public enum Decided {
    DONE,
    /** There is no such dead letter, or no longer. */
    UNKNOWN,
    /** Its attributes leave no room for the id that it has to carry. */
    NO_ROOM,
    /** Something else happened to it at the same time: look again. */
    CHANGED
  }

  /**
   * Which to redrive.
   *
   * @param reason empty for every
   * @param after where to go on
   * @param dryRun do nothing, say what would be done
   */
  public record Order(
      Optional<Poison> reason, boolean dryRun, Optional<Letter.Place> after, int most) {}

  /** How many were put back, or would be. */
  public record Report(int redriven, Optional<Letter.Place> next) {}

  private final Desks desks;

  public LetterBox(Desks desks) {
    this.desks = desks;
  }

  /**
   * A page, newest first; without bodies.
   *
   * @param most 1 to 100
   */
  public CompletionStage<Page> list(
      Subscription subscription, Optional<Poison> reason, Optional<Letter.Place> after, int most) {
    return new Reading(subscription, Letters.Direction.NEWEST_FIRST, reason, most)
        .go(after, MOST_READS);
  }

  /** One, with its body. */
  public CompletionStage<Optional<Letter>> find(Subscription subscription, InboundId message) {
    return delivery(subscription, message)
        .thenCompose(
            found ->
                found
                    .flatMap(Delivery::letter)
                    .map(place -> desks.ports().letters().find(subscription.name(), place))
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())))
        .thenApply(letter -> letter.filter(this::isKept));
  }

  private CompletionStage<Optional<Delivery>> delivery(
      Subscription subscription, InboundId message) {
    return desks.of(subscription.name()).means().deliveries().find(message);
  }

  private boolean isKept(Letter letter) {
    return letter.expiresAt().isAfter(desks.now());
  }

  /**
   * Puts a message back on its queue, to be handed over as if it were the first time; behind what
   * came after it, unless its group waits for it.
   */
  public CompletionStage<Decided> redrive(Subscription subscription, InboundId message) {
    return delivery(subscription, message)
        .thenCompose(
            found -> {
              Optional<Letter.Place> place = found.flatMap(Delivery::letter);
              if (place.isEmpty()) {
                return CompletableFuture.completedFuture(Decided.UNKNOWN);
              }
              return desks
                  .ports()
                  .letters()
                  .find(subscription.name(), place.get())
                  .thenCompose(
                      letter ->
                          letter
                              .filter(this::isKept)
                              .map(kept -> redrive(subscription, found.get(), kept))
                              .orElseGet(() -> CompletableFuture.completedFuture(Decided.UNKNOWN)));
            });
  }

  private CompletionStage<Decided> redrive(
      Subscription subscription, Delivery delivery, Letter letter) {
    Means means = desks.of(subscription.name()).means();
    Delivery.Dead dead = (Delivery.Dead) delivery.state();
    if (dead.receipt().isEmpty() && !letter.message().hasRoomForItsId()) {
      return CompletableFuture.completedFuture(Decided.NO_ROOM);
    }
    Delivery.Dead redriven = new Delivery.Dead(dead.reason(), dead.at(), dead.receipt(), true);
    Delivery next =
        means.delivery(
            delivery.message(), delivery.version() + 1, 0, redriven, delivery.lastFailure());
    return means
        .deliveries()
        .write(new Deliveries.Change(Optional.of(delivery.version()), next))
        .thenCompose(
            written ->
                written == Deliveries.Write.WRITTEN
                    ? putBack(means, redriven, letter).thenApply(done -> Decided.DONE)
                    : CompletableFuture.completedFuture(Decided.CHANGED));
  }

  private CompletionStage<Void> putBack(Means means, Delivery.Dead dead, Letter letter) {
    Subscription subscription = means.subscription();
    CompletionStage<?> back =
        dead.receipt().isPresent()
            // Where the receipt holds no longer the message comes up by itself.
            ? means.queue().hide(dead.receipt().get(), Duration.ZERO)
            : desks
                .ports()
                .inbox()
                .sendAgain(subscription, letter.message(), deduplicationId(letter));
    return back.thenCompose(
        done -> desks.ports().letters().remove(subscription.name(), letter.place()));
  }

  /** The same for each try of the redrive of one death, another for each death. */
  private static String deduplicationId(Letter letter) {
    String death = letter.message().id() + " " + letter.diedAt().toEpochMilli();
    return "redrive-" + UUID.nameUUIDFromBytes(death.getBytes(StandardCharsets.UTF_8));
  }

  /** Redrives many, the oldest death first, one after another. */
  public CompletionStage<Report> redriveAll(Subscription subscription, Order order) {
    return new Reading(subscription, Letters.Direction.OLDEST_FIRST, order.reason(), order.most())
        .go(order.after(), MOST_READS)
        .thenCompose(
            page -> {
              CompletionStage<Integer> redriven = CompletableFuture.completedFuture(0);
              for (Letter letter : page.letters()) {
                redriven =
                    redriven.thenCompose(
                        before ->
                            redrive(subscription, letter, order)
                                .thenApply(decided -> decided ? before + 1 : before));
              }
              return redriven.thenApply(count -> new Report(count, page.next()));
            });
  }

  private CompletionStage<Boolean> redrive(Subscription subscription, Letter letter, Order order) {
    return order.dryRun()
        ? CompletableFuture.completedFuture(true)
        : redrive(subscription, letter.message().id())
            .thenApply(decided -> decided == Decided.DONE);
  }

  /**
   * Deletes one: its message is gone for good, and its group goes on. The letter first: should that
   * be all that is done, it is there again once its message is seen again.
   */
  public CompletionStage<Decided> delete(Subscription subscription, InboundId message) {
    return delivery(subscription, message)
        .thenCompose(
            found ->
                found.flatMap(Delivery::letter).isEmpty()
                    ? CompletableFuture.completedFuture(Decided.UNKNOWN)
                    : delete(subscription, found.get()));
  }

  private CompletionStage<Decided> delete(Subscription subscription, Delivery delivery) {
    Means means = desks.of(subscription.name()).means();
    Delivery.Dead dead = (Delivery.Dead) delivery.state();
    Delivery dropped =
        means.delivery(
            delivery.message(),
            delivery.version() + 1,
            delivery.attempts(),
            new Delivery.Dropped(),
            delivery.lastFailure());
    return desks
        .ports()
        .letters()
        .remove(subscription.name(), delivery.letter().orElseThrow())
        .thenCompose(
            removed ->
                means
                    .deliveries()
                    .write(new Deliveries.Change(Optional.of(delivery.version()), dropped)))
        .thenCompose(
            written -> {
              if (written != Deliveries.Write.WRITTEN) {
                return CompletableFuture.completedFuture(Decided.CHANGED);
              }
              return dead.receipt().isPresent()
                  // Where the receipt holds no longer the message is dropped when it comes up.
                  ? means.queue().delete(dead.receipt().get()).thenApply(done -> Decided.DONE)
                  : CompletableFuture.completedFuture(Decided.DONE);
            });
  }

  /** Gathers a page from as many reads as it takes. */
  private final class Reading {
    private final Subscription subscription;
    private final Letters.Direction direction;
    private final Optional<Poison> reason;
    private final int most;
    private final List<Letter> letters = new ArrayList<>();

    Reading(
        Subscription subscription, Letters.Direction direction, Optional<Poison> reason, int most) {
      this.subscription = subscription;
      this.direction = direction;
      this.reason = reason;
      this.most = most;
    }

    CompletionStage<Page> go(Optional<Letter.Place> after, int reads) {
      if (reads == 0) {
        return CompletableFuture.completedFuture(new Page(letters, after));
      }
      return desks
          .ports()
          .letters()
          .list(subscription.name(), direction, after, READ_AHEAD)
          .thenCompose(
              read -> {
                // A part may be short; only where there is nothing the list has ended.
                if (read.isEmpty()) {
                  return end(Optional.empty());
                }
                for (Letter letter : read) {
                  if (isWanted(letter)) {
                    letters.add(letter);
                  }
                  if (letters.size() == most) {
                    return end(Optional.of(letter.place()));
                  }
                }
                return go(Optional.of(read.get(read.size() - 1).place()), reads - 1);
              });
    }

    private CompletionStage<Page> end(Optional<Letter.Place> next) {
      return CompletableFuture.completedFuture(new Page(letters, next));
    }

    private boolean isWanted(Letter letter) {
      return isKept(letter) && reason.filter(wanted -> wanted != letter.reason()).isEmpty();
    }
  }
}
