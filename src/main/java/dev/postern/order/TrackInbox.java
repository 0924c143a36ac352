package dev.postern.order;

import dev.postern.flow.Deadline;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A queue that keeps the order of numbers or causes, in front of one that does not.
 *
 * <p>While somebody waits for messages, messages are taken from the queue behind into their tracks,
 * and tracks are looked at that may have something to give out: those that this process knows of at
 * once, all others, of which a crashed or another process knows, as the index shows them, every two
 * seconds.
 */
final class TrackInbox implements Inbox {
  /** For how long what is on its way from the queue into a track is hidden. */
  private static final Duration PARKING = Duration.ofSeconds(30);

  /** How long the queue is left alone once it gave nothing but what is too far ahead. */
  private static final Duration REST = Duration.ofSeconds(2);

  private final Means means;
  private final Parking parking;
  private final Looking looking;
  private final Leases leases;
  private final Intake intake;
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private final Known known;
  private Deadline restsUntil;
  private final Around around;

  TrackInbox(Means means) {
    this.means = means;
    this.parking = new Parking(means);
    this.looking = new Looking(means);
    this.leases = new Leases(means);
    this.restsUntil = Deadline.in(Duration.ZERO, means.scheduler());
    this.known = new Known(means.scheduler());
    this.around = new Around(means, this::isWanted, this::found);
    this.intake = new Intake(means.queue(), means.subscription(), PARKING);
  }

  @Override
  public CompletionStage<List<Arrival>> receive(
      Subscription subscription, int most, Duration wait, Duration hidden) {
    Waiter waiter = new Waiter(most, hidden, wait, means.scheduler());
    synchronized (this) {
      waiters.add(waiter);
    }
    around.look();
    turn();
    means.scheduler().schedule(wait, this::turn);
    means.scheduler().schedule(wait.plus(Waiter.GRACE), this::turn);
    return waiter.answer;
  }

  /** Does all that can be done now. */
  private void turn() {
    List<Runnable> steps = new ArrayList<>();
    synchronized (this) {
      serve(steps);
      plan(steps);
      for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
        Waiter waiter = each.next();
        if (waiter.isOver(intake.isUnderWay())) {
          each.remove();
          steps.add(() -> waiter.answer.complete(List.of()));
        }
      }
    }
    steps.forEach(Runnable::run);
  }

  private void plan(List<Runnable> steps) {
    int wanted = waiters.stream().filter(Waiter::wants).mapToInt(waiter -> waiter.most).sum();
    Duration longest =
        waiters.stream()
            .map(waiter -> waiter.until.left())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    if (restsUntil.hasPassed()) {
      intake.plan(wanted, longest, steps, this::received);
    }
    if (intake.isUnderWay()) {
      waiters.forEach(Waiter::asked);
    }
  }

  /** What there is would only come again and again. */
  private void rest() {
    restsUntil = Deadline.in(REST, means.scheduler());
    means.scheduler().schedule(REST, this::turn);
  }

  private void serve(List<Runnable> steps) {
    while (!waiters.isEmpty() && !known.isEmpty()) {
      Waiter waiter = waiters.remove();
      List<Arrival> given = known.outside(waiter.most);
      List<TrackId> tracks = known.ripe(waiter.most - given.size());
      steps.add(() -> look(waiter, given, tracks));
    }
  }

  private void look(Waiter waiter, List<Arrival> given, List<TrackId> tracks) {
    TrackCalls.all(tracks.stream().map(track -> look(track, waiter.hidden)).toList())
        .thenAccept(
            all -> {
              all.forEach(found -> found.arrival().ifPresent(given::add));
              give(waiter, given);
              turn();
            });
  }

  private CompletionStage<Looking.Found> look(TrackId track, Duration hidden) {
    return looking
        .look(track, hidden)
        // The track is still due: it is looked at again.
        .exceptionally(failure -> Looking.Found.NOTHING)
        .thenApply(
            found -> {
              synchronized (this) {
                known.waits(track, found.waitsFor());
                known.ripen(found.others());
              }
              return found;
            });
  }

  private void give(Waiter waiter, List<Arrival> given) {
    if (!given.isEmpty()) {
      waiter.answer.complete(given);
      return;
    }
    synchronized (this) {
      waiters.addFirst(waiter);
    }
    // It may have ended while nobody was seen to wait.
    around.look();
  }

  private void received(Intake.Ended call) {
    CompletionStage<Parking.Parked> parked =
        call.failure() == null
            ? parking.park(call.arrivals())
            : CompletableFuture.failedFuture(call.failure());
    parked.whenComplete(
        (done, failure) -> {
          List<Waiter> failing = new ArrayList<>();
          synchronized (this) {
            intake.ended(call);
            if (failure == null) {
              if (done.ahead()) {
                rest();
              }
              known.hold(done.outside());
              known.ripen(done.ripe());
            } else {
              failing.addAll(waiters);
              waiters.clear();
            }
          }
          failing.forEach(waiter -> waiter.answer.completeExceptionally(failure));
          turn();
        });
  }

  private void found(List<TrackId> tracks) {
    synchronized (this) {
      known.ripen(tracks);
    }
    turn();
  }

  private synchronized boolean isWanted() {
    return !waiters.isEmpty();
  }

  @Override
  public CompletionStage<List<Done>> delete(Subscription subscription, List<String> receipts) {
    return each(
        receipts,
        receipt ->
            Receipt.queue(receipt)
                .map(own -> first(means.queue().delete(subscription, List.of(own))))
                .or(() -> Receipt.of(subscription.name(), receipt).map(this::end))
                .orElseGet(TrackInbox::gone));
  }

  private CompletionStage<Done> end(Receipt receipt) {
    return leases
        .end(receipt)
        .thenApply(
            done -> {
              ripen(receipt.entry().track(), true);
              return done;
            });
  }

  @Override
  public CompletionStage<List<Done>> hide(Subscription subscription, List<Hiding> hidings) {
    return each(
        hidings,
        hiding ->
            Receipt.queue(hiding.receipt())
                .map(
                    own ->
                        first(
                            means
                                .queue()
                                .hide(subscription, List.of(new Hiding(own, hiding.time())))))
                .or(
                    () ->
                        Receipt.of(subscription.name(), hiding.receipt())
                            .map(receipt -> hide(receipt, hiding.time())))
                .orElseGet(TrackInbox::gone));
  }

  private CompletionStage<Done> hide(Receipt receipt, Duration time) {
    TrackId track = receipt.entry().track();
    return leases
        .hide(receipt, time)
        .thenApply(
            done -> {
              if (time.isZero()) {
                ripen(track, false);
              } else {
                means.scheduler().schedule(time, () -> ripen(track, false));
              }
              return done;
            });
  }

  private static CompletionStage<Done> gone() {
    return CompletableFuture.completedFuture(Done.GONE);
  }

  /** What waits for other tracks may go where one of them has come on. */
  private void ripen(TrackId track, boolean cameOn) {
    synchronized (this) {
      known.ripen(List.of(track));
      if (cameOn) {
        known.cameOn(track);
      }
    }
    turn();
  }

  private static <T> CompletionStage<List<Done>> each(
      List<T> all, Function<T, CompletionStage<Done>> work) {
    return TrackCalls.all(all.stream().map(work).toList());
  }

  private static CompletionStage<Done> first(CompletionStage<List<Done>> one) {
    return one.thenApply(done -> done.get(0)).exceptionally(failure -> Done.UNKNOWN);
  }

  /** It is given out before all that have a number. */
  @Override
  public CompletionStage<Void> sendAgain(
      Subscription subscription, Inbound message, String deduplicationId) {
    String key = means.rule().place(message).map(Rule.Place::key).orElse("");
    TrackId track = means.track(key);
    Entry entry =
        new Entry(
            track, new Spot.Back(deduplicationId), message, deduplicationId, Optional.empty());
    return means
        .calls()
        .keep(entry)
        .thenCompose(
            kept ->
                means.calls().change(track, seen -> Optional.of(seen.parked(0, 0, means.now()))))
        .thenAccept(
            told ->
                ripen(
                    told.map(Track::id)
                        .orElseThrow(
                            () ->
                                new StoreUnavailable(track + " changes all the time", null, true)),
                    false));
  }

  @Override
  public CompletionStage<QueueState> state(Subscription subscription) {
    return means.queue().state(subscription);
  }
}
