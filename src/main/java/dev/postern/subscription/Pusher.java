package dev.postern.subscription;

import dev.postern.flow.Scheduler;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.message.Guarantee;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Pushes one subscription's messages to its endpoint: as many calls at the same time as it allows,
 * each message hidden for as long as its call runs.
 *
 * <p>Nothing is received while the endpoint's breaker is open, while the endpoint has asked for
 * time, and while the subscription is paused, but for what was received already.
 *
 * <p>Thread-safe; never blocks.
 */
final class Pusher {
  private static final Log LOG = Log.of(Pusher.class);

  private static final Duration WAIT = Inbox.LONGEST_WAIT;

  /** Between two looks whether the subscription is paused, and after a failure. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Desk desk;
  private final Endpoint endpoint;
  private final EndpointBreakers breakers;
  private final Pauses pauses;
  private final Scheduler scheduler;
  private final Subscription.Push terms;

  private int running;
  private boolean taking;
  private boolean paused = true;
  private boolean stopped;
  private long putOffUntil;

  Pusher(Desk desk, Desks.Push push, Scheduler scheduler) {
    this.desk = desk;
    this.endpoint = push.endpoint();
    this.breakers = push.breakers();
    this.pauses = push.pauses();
    this.scheduler = scheduler;
    this.terms = desk.subscription().push().orElseThrow();
    this.putOffUntil = scheduler.ticks();
  }

  void start() {
    look();
  }

  /** Begins no call any more. */
  synchronized void stop() {
    stopped = true;
  }

  /** Messages whose call has begun and whose outcome is not written yet. */
  synchronized int running() {
    return running;
  }

  /** Reads whether it is paused, now and then; it is taken to be until that is known. */
  private void look() {
    pauses
        .find(desk.subscription().name())
        .whenComplete(
            (pause, failure) -> {
              boolean again;
              synchronized (this) {
                if (failure == null) {
                  paused = pause.isPresent();
                }
                again = !stopped;
              }
              if (again) {
                scheduler.schedule(LOOK_AGAIN, this::look);
                take();
              }
            });
  }

  /** Asks for as many messages as there is room for calls. */
  private void take() {
    int room;
    synchronized (this) {
      boolean putOff = putOffUntil - scheduler.ticks() > 0;
      room = stopped || paused || taking || putOff ? 0 : terms.calls().atOnce() - running;
      if (breakers.state(desk.subscription()) != EndpointBreakers.State.CLOSED) {
        // One call shows whether the endpoint answers again.
        room = Math.min(room, running == 0 ? 1 : 0);
      }
      if (room <= 0) {
        return;
      }
      taking = true;
    }
    desk.feed()
        .take(new Demand(room, Long.MAX_VALUE, WAIT))
        .whenComplete(
            (messages, failure) -> {
              if (failure == null) {
                taken(messages);
              } else {
                scheduler.schedule(LOOK_AGAIN, () -> taken(List.of()));
              }
            });
  }

  private void taken(List<HandedOver> messages) {
    boolean ending;
    synchronized (this) {
      taking = false;
      running += messages.size();
      ending = stopped;
    }
    if (ending) {
      messages.forEach(this::giveBack);
    } else {
      messages.forEach(this::push);
      take();
    }
  }

  /** It came as this was stopped: no call is begun any more. */
  private void giveBack(HandedOver message) {
    putBack(message.ticket()).whenComplete((settled, failure) -> ended());
  }

  private void push(HandedOver message) {
    Hold hold = new Hold(message.ticket());
    breakers
        .call(
            desk.subscription(),
            () ->
                endpoint.send(
                    desk.subscription(),
                    new Endpoint.Push(message.message(), message.ticket().attempt())))
        .exceptionally(failure -> Optional.of(new Endpoint.Failed("the call failed: " + failure)))
        .thenCompose(
            result ->
                hold.end()
                    .thenCompose(
                        ticket ->
                            result
                                .map(its -> settle(ticket, its))
                                .orElseGet(() -> putBack(ticket))))
        .whenComplete((settled, failure) -> ended());
  }

  private void ended() {
    synchronized (this) {
      running--;
    }
    take();
  }

  /** The breaker has opened in the meantime: the endpoint was not called. */
  private CompletionStage<Settled> putBack(Ticket ticket) {
    return desk.settling().release(ticket, Duration.ZERO, Optional.empty());
  }

  private CompletionStage<Settled> settle(Ticket ticket, Endpoint.Result result) {
    PushOutcome outcome = PushOutcome.of(result, terms, ticket.attempt(), scheduler.random());
    if (outcome instanceof PushOutcome.Acknowledged done) {
      boolean keeps = desk.subscription().delivery() == Guarantee.EXACTLY_ONCE;
      return desk.settling().acknowledge(ticket, done.result().filter(any -> keeps));
    }
    if (outcome instanceof PushOutcome.Again again) {
      again.putOff().ifPresent(this::putOff);
      return desk.settling().release(ticket, again.delay(), Optional.of(again.failure()));
    }
    PushOutcome.Rejected rejected = (PushOutcome.Rejected) outcome;
    CompletionStage<Void> first =
        rejected.gone()
            ? pause("the endpoint answered 410")
            : CompletableFuture.completedFuture(null);
    return first.thenCompose(done -> desk.settling().reject(ticket, rejected.failure()));
  }

  private void putOff(Duration time) {
    synchronized (this) {
      putOffUntil = Math.max(putOffUntil, scheduler.ticks() + time.toNanos());
    }
    scheduler.schedule(time, this::take);
  }

  private CompletionStage<Void> pause(String reason) {
    LOG.warn(
        "a subscription is paused",
        Member.SUBSCRIPTION.is(desk.subscription().name()),
        Member.CAUSE.is(reason));
    synchronized (this) {
      paused = true;
    }
    return pauses
        .pause(desk.subscription().name(), new Pauses.Pause(scheduler.now(), reason))
        .exceptionally(
            failure -> {
              // The next message is answered alike, and pauses it then.
              LOG.warn(
                  "that a subscription is paused could not be written",
                  Member.SUBSCRIPTION.is(desk.subscription().name()),
                  Member.CAUSE.is(failure));
              return null;
            });
  }

  /** Keeps a message hidden while its call runs; each extension may give it another ticket. */
  private final class Hold {
    private CompletionStage<Ticket> ticket;
    private boolean over;

    Hold(Ticket ticket) {
      this.ticket = CompletableFuture.completedFuture(ticket);
      scheduler.schedule(half(), this::beat);
    }

    private Duration half() {
      return desk.subscription().limits().ackDeadline().dividedBy(2);
    }

    private synchronized void beat() {
      if (over) {
        return;
      }
      Duration time = desk.subscription().limits().ackDeadline();
      ticket =
          ticket.thenCompose(
              held ->
                  desk.settling()
                      .extend(held, time)
                      .thenApply(
                          extended ->
                              extended.settled() == Settled.DONE ? extended.ticket() : held));
      scheduler.schedule(half(), this::beat);
    }

    /** The ticket that the outcome is told by, once no extension is under way. */
    synchronized CompletionStage<Ticket> end() {
      over = true;
      return ticket;
    }
  }
}
