package dev.postern.subscription;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    return new LetterPages(desks, subscription, Letters.Direction.NEWEST_FIRST, reason, most)
        .after(after);
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
              Optional<Letter.Place> place =
                  found
                      .filter(delivery -> delivery.state() instanceof Delivery.Dead)
                      .flatMap(Delivery::letter);
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
    // What waits in a track is known by its id without carrying it.
    boolean carried = dead.receipt().isEmpty() && !subscription.terms().ordering().isNumbered();
    if (carried && !letter.message().hasRoomForItsId()) {
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
            ? told(means.queue().hide(dead.receipt().get(), Duration.ZERO))
            : desks
                .ports()
                .inbox()
                .sendAgain(subscription, letter.message(), deduplicationId(letter));
    return back.thenCompose(
        done -> desks.ports().letters().remove(subscription.name(), letter.place()));
  }

  /** In doubt the letter stays: without it nobody could see to its group any more. */
  private static CompletionStage<Inbox.Done> told(CompletionStage<Inbox.Done> asked) {
    return asked.thenApply(
        done -> {
          if (done == Inbox.Done.UNKNOWN) {
            throw new QueueUnavailable("the queue did not say whether it was done", null, true);
          }
          return done;
        });
  }

  /** The same for each try of the redrive of one death, another for each death. */
  private static String deduplicationId(Letter letter) {
    String death = letter.message().id() + " " + letter.diedAt().toEpochMilli();
    return "redrive-" + UUID.nameUUIDFromBytes(death.getBytes(StandardCharsets.UTF_8));
  }

  /** Redrives many, the oldest death first, one after another. */
  public CompletionStage<Report> redriveAll(Subscription subscription, Order order) {
    return new LetterPages(
            desks, subscription, Letters.Direction.OLDEST_FIRST, order.reason(), order.most())
        .after(order.after())
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
   * Deletes one: its message is gone for good, and its group goes on. From the queue first, where
   * it still lies there, and the letter last: whatever is left to be done can be asked for again.
   */
  public CompletionStage<Decided> delete(Subscription subscription, InboundId message) {
    return delivery(subscription, message)
        .thenCompose(
            found -> {
              Optional<Letter.Place> place = found.flatMap(Delivery::letter);
              if (place.isEmpty()) {
                return CompletableFuture.completedFuture(Decided.UNKNOWN);
              }
              return found.get().state() instanceof Delivery.Dead dead
                  ? delete(subscription, found.get(), dead)
                  : removeRest(subscription, place.get());
            });
  }

  private CompletionStage<Decided> removeRest(Subscription subscription, Letter.Place place) {
    Letters letters = desks.ports().letters();
    return letters
        .find(subscription.name(), place)
        .thenCompose(
            left ->
                left.isEmpty()
                    ? CompletableFuture.completedFuture(Decided.UNKNOWN)
                    : letters
                        .remove(subscription.name(), place)
                        .thenApply(removed -> Decided.DONE));
  }

  private CompletionStage<Decided> delete(
      Subscription subscription, Delivery delivery, Delivery.Dead dead) {
    Means means = desks.of(subscription.name()).means();
    Delivery dropped =
        means.delivery(
            delivery.message(),
            delivery.version() + 1,
            delivery.attempts(),
            new Delivery.Dropped(dead.at()),
            delivery.lastFailure());
    CompletionStage<Inbox.Done> gone =
        dead.receipt()
            // Where the receipt holds no longer the message is dropped when it comes up.
            .map(receipt -> told(means.queue().delete(receipt)))
            .orElseGet(() -> CompletableFuture.completedFuture(Inbox.Done.DONE));
    return gone.thenCompose(
            done ->
                means
                    .deliveries()
                    .write(new Deliveries.Change(Optional.of(delivery.version()), dropped)))
        .thenCompose(
            written ->
                written == Deliveries.Write.WRITTEN
                    ? desks
                        .ports()
                        .letters()
                        .remove(subscription.name(), delivery.letter().orElseThrow())
                        .thenApply(removed -> Decided.DONE)
                    : CompletableFuture.completedFuture(Decided.CHANGED));
  }
}
