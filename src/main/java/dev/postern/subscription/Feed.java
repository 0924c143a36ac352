package dev.postern.subscription;

import dev.postern.flow.Scheduler;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One subscription's messages at this replica: received from the queue as somebody asks for them,
 * and handed to those who ask, first come first served.
 *
 * <p>Nothing is received that nobody asked for. What is received and not handed over at once, since
 * another of its group is out or who asked has left, is held for ten seconds at most, or hidden
 * anew while it waits for its turn, and is put back on the queue after that and at the end. At most
 * {@value #MOST_TAKERS} wait and {@value #MOST_HELD} messages are held; beyond the first it
 * refuses, beyond the second it receives no more until there are less.
 *
 * <p>Thread-safe; never blocks.
 */
final class Feed {
  static final int MOST_TAKERS = 1_000;
  static final int MOST_HELD = 1_000;

  /** For how long a message that could be handed over is held. */
  private static final Duration HOLD = Duration.ofSeconds(10);

  /** What a claim may take beyond that. */
  private static final Duration CLAIM = Duration.ofSeconds(5);

  /** How long an answer waits for more, where more is on its way. */
  private static final Duration LINGER = Duration.ofMillis(20);

  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** What a call that waits may take longer than it was to wait. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Means means;
  private final DeliveryMode mode;
  private final Scheduler scheduler;
  private final Receiving receiving;
  private final Deque<Taker> takers = new ArrayDeque<>();
  private final Lineup lineup = new Lineup();
  private final Outstanding outstanding = new Outstanding();
  private boolean sweeping;
  private boolean stopped;

  Feed(Means means, DeliveryMode mode) {
    this.means = means;
    this.mode = mode;
    this.scheduler = means.scheduler();
    this.receiving = new Receiving(means.queue(), hidden());
  }

  /** For how long what is received is hidden: what it is held for, and its consumer's time. */
  private Duration hidden() {
    return means.subscription().limits().ackDeadline().plus(HOLD).plus(CLAIM);
  }

  /**
   * Messages for whoever asks; none where none came in time.
   *
   * @return fails with {@link Overcrowded} where too many wait, and with {@link
   *     dev.postern.message.Unavailable} where the queue could not be asked
   */
  CompletionStage<List<HandedOver>> take(Demand demand) {
    Taker taker = new Taker(demand, scheduler.ticks() + demand.patience().toNanos());
    synchronized (this) {
      if (stopped) {
        return CompletableFuture.completedFuture(List.of());
      }
      if (takers.size() >= MOST_TAKERS) {
        return CompletableFuture.failedFuture(new Overcrowded());
      }
      takers.add(taker);
    }
    turn();
    scheduler.schedule(demand.patience(), this::turn);
    scheduler.schedule(demand.patience().plus(GRACE), this::turn);
    return taker.answer;
  }

  /** The message is done with: the next of its group may go. */
  void done(Ticket ticket) {
    outstanding.remove(ticket);
    synchronized (this) {
      key(ticket.group()).ifPresent(key -> lineup.done(key, ticket.copy().queueId()));
    }
    turn();
  }

  /** The message comes again, or nobody knows: those behind it come after it. */
  void failed(Ticket ticket) {
    outstanding.remove(ticket);
    List<Lineup.Held> behind;
    synchronized (this) {
      behind =
          key(ticket.group())
              .map(key -> lineup.failed(key, ticket.copy().queueId()))
              .orElse(List.of());
    }
    putBack(behind);
    turn();
  }

  /** The message is its consumer's for longer. */
  synchronized void extended(Ticket ticket) {
    outstanding.extend(ticket);
    key(ticket.group()).ifPresent(key -> lineup.stays(key, ticket.copy().queueId(), ticks(ticket)));
  }

  private long ticks(Ticket ticket) {
    return scheduler.ticks() + Duration.between(scheduler.now(), ticket.until()).toNanos();
  }

  /**
   * Of what stands in a row here one at a time is out. Where the queue gives one at a time by
   * itself there is no need, but for what is done with before it is pushed.
   */
  private Optional<String> key(Optional<GroupId> group) {
    boolean pushedOnce = isAtMostOnce() && means.subscription().mode() == Mode.PUSH;
    return switch (means.subscription().terms().ordering()) {
      case NONE -> Optional.empty();
      case GROUP -> group.map(GroupId::value);
      case SEQUENCE -> pushedOnce ? group.map(GroupId::value).or(Feed::one) : Optional.empty();
      case TOTAL, CAUSAL -> pushedOnce ? one() : Optional.empty();
    };
  }

  private static Optional<String> one() {
    return Optional.of("");
  }

  /** How things stand here. */
  synchronized Standings.Here here() {
    Instant now = scheduler.now();
    return new Standings.Here(
        takers.size(), lineup.size(), outstanding.size(now), outstanding.oldestAge(now));
  }

  /** Answers who waits, and puts everything back. */
  void stop() {
    List<Lineup.Held> all;
    synchronized (this) {
      stopped = true;
      takers.forEach(Taker::isDue);
      all = lineup.clear();
    }
    putBack(all);
    turn();
  }

  /** Does all that can be done now. */
  private void turn() {
    List<Runnable> steps = new ArrayList<>();
    synchronized (this) {
      long now = scheduler.ticks();
      assign(now, steps);
      answer(now, steps);
      if (!stopped && lineup.size() < MOST_HELD) {
        receiving.plan(takers, now, steps, this::received);
      }
    }
    steps.forEach(Runnable::run);
  }

  private void assign(long now, List<Runnable> steps) {
    for (Taker taker : takers) {
      Optional<Lineup.Held> next = lineup.peek();
      while (next.isPresent() && taker.takes(next.get().arrival().message())) {
        Lineup.Held taken = lineup.take(now + hidden().toNanos());
        taker.claims(taken.arrival().message());
        steps.add(() -> claim(taker, taken));
        next = lineup.peek();
      }
    }
  }

  private void answer(long now, List<Runnable> steps) {
    for (Iterator<Taker> each = takers.iterator(); each.hasNext(); ) {
      Taker taker = each.next();
      long over = now - taker.until();
      if (over >= 0 && (!receiving.isUnderWay() || over >= GRACE.toNanos())) {
        taker.isDue();
      }
      if (taker.isReady(receiving.isUnderWay(), now)) {
        each.remove();
        steps.add(() -> taker.answer.complete(taker.got()));
      }
    }
  }

  private void claim(Taker taker, Lineup.Held held) {
    mode.claim(held.arrival())
        .whenComplete(
            (verdict, failure) -> {
              boolean late = scheduler.ticks() - held.since() > HOLD.plus(CLAIM).toNanos();
              boolean holds = failure == null && (isAtMostOnce() || !late);
              claimed(taker, held, holds ? verdict : Verdict.HELD_BACK);
              turn();
            });
  }

  private boolean isAtMostOnce() {
    return means.subscription().delivery() == Guarantee.AT_MOST_ONCE;
  }

  private void claimed(Taker taker, Lineup.Held held, Verdict verdict) {
    Inbound message = held.arrival().message();
    Optional<HandedOver> handedOver =
        verdict.fold(
            ticket -> Optional.of(new HandedOver(message, ticket)),
            Optional::empty,
            Optional::empty);
    List<Lineup.Held> behind;
    synchronized (this) {
      handedOver.ifPresentOrElse(
          handed -> taker.claimed(handed, scheduler.ticks() + LINGER.toNanos()),
          () -> taker.notClaimed(message));
      behind = held.key().map(key -> moveOn(key, held, verdict)).orElse(List.of());
    }
    putBack(behind);
    handedOver.ifPresent(
        handed -> {
          Duration since = Duration.between(message.sentAt(), scheduler.now());
          means.witness().handedOver(means.subscription(), handed, since);
          if (!isAtMostOnce()) {
            outstanding.add(handed.ticket(), scheduler.now());
          }
          scheduler.schedule(LINGER, this::turn);
        });
  }

  /** Gives those behind it that have to be put back. */
  private List<Lineup.Held> moveOn(String key, Lineup.Held held, Verdict verdict) {
    String queueId = held.arrival().queueId();
    return verdict.fold(
        ticket -> {
          // Nobody tells what became of what was handed over at most once, and pulled.
          if (isAtMostOnce() && means.subscription().mode() == Mode.PULL) {
            lineup.done(key, queueId);
          } else {
            lineup.stays(key, queueId, ticks(ticket));
          }
          return List.of();
        },
        () -> {
          lineup.done(key, queueId);
          return List.of();
        },
        () -> lineup.failed(key, queueId));
  }

  private void received(Receiving.Ended call) {
    List<Taker> failing = new ArrayList<>();
    synchronized (this) {
      receiving.ended(call);
      if (call.failure() == null) {
        long now = scheduler.ticks();
        call.arrivals()
            .forEach(
                arrival ->
                    lineup.add(new Lineup.Held(arrival, key(arrival.message().group()), now)));
      } else {
        takers.stream().filter(Taker::isWaiting).forEach(failing::add);
        takers.removeAll(failing);
      }
    }
    failing.forEach(taker -> taker.answer.completeExceptionally(call.failure()));
    if (isStopped()) {
      putBack(clear());
    }
    turn();
    sweepFromNowOn();
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized List<Lineup.Held> clear() {
    return lineup.clear();
  }

  /** For others to receive, at once; should that fail, when their time is over. */
  private void putBack(Collection<Lineup.Held> all) {
    all.forEach(each -> means.queue().hide(each.arrival().receipt(), Duration.ZERO));
  }

  private void sweepFromNowOn() {
    synchronized (this) {
      if (sweeping || lineup.isEmpty()) {
        return;
      }
      sweeping = true;
    }
    scheduler.schedule(SWEEP, this::sweep);
  }

  /** Puts back what was held for too long, and keeps hidden what waits for its turn. */
  private void sweep() {
    List<Lineup.Held> back;
    List<Lineup.Held> anew;
    synchronized (this) {
      sweeping = false;
      long now = scheduler.ticks();
      back = new ArrayList<>(lineup.overdue(now));
      back.addAll(lineup.stale(now - HOLD.toNanos()));
      anew = lineup.hiddenAnew(now - HOLD.dividedBy(2).toNanos(), now);
    }
    putBack(back);
    anew.forEach(this::hideAnew);
    turn();
    sweepFromNowOn();
  }

  private void hideAnew(Lineup.Held waiting) {
    means
        .queue()
        .hide(waiting.arrival().receipt(), hidden())
        .thenAccept(
            done -> {
              if (done != Inbox.Done.DONE) {
                putBack(behind(waiting.key().orElseThrow()));
              }
            });
  }

  private synchronized List<Lineup.Held> behind(String key) {
    return lineup.behind(key);
  }
}
