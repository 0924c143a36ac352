package dev.postern.publish;

import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.broker.Sender;
import dev.postern.flow.Backoff;
import dev.postern.flow.Scheduler;
import dev.postern.ledger.Progress;
import dev.postern.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Walks one message that this replica accepted to its end: sent and settled, or handed over to its
 * lane.
 *
 * <p>The {@linkplain #answer() answer} comes when the caller can be told something that stays true;
 * the {@linkplain #run() work} goes on until the message is settled or handed over, or this
 * replica's tenure is revoked and another takes it over.
 */
final class Course {
  /** What every course works with. */
  record Means(
      Sender sender, HandOver handOver, Settler settler, Scheduler scheduler, Witness witness) {}

  /** Between the attempts within a caller's wait. */
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  private static final String NOT_HELD = "this replica's own heartbeat does not arrive";

  private final Means means;
  private final Candidate candidate;
  private final Acceptance.Owned owned;
  private final Outbound outbound;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  // Touched by one stage at a time, each of which happens after the one before.
  private Optional<Instant> unknownSince = Optional.empty();
  private volatile MessageState.Trying trying = MessageState.Trying.UNKNOWN;

  Course(Means means, Candidate candidate, Acceptance.Owned owned) {
    this.means = means;
    this.candidate = candidate;
    this.owned = owned;
    this.outbound =
        Outbound.of(
            owned.record().id(),
            candidate.message(),
            candidate.prepared().envelope().stamped(owned.record().stamp()));
  }

  /** What the caller is told, once there is something to tell. */
  CompletionStage<Answer> answer() {
    return answer;
  }

  /** Ends when this replica has no more to do for the message. */
  CompletionStage<Void> run() {
    if (!candidate.isOrdered()) {
      answerPendingAt(candidate.times());
    }
    CompletionStage<Void> work = mustQueue() ? handOver() : attempt();
    return work.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            answer.complete(new Answer.StoreFailed(String.valueOf(failure.getMessage())));
          }
        });
  }

  /** An unordered message is durable as it is, and may be answered before anything else. */
  private void answerPendingAt(Candidate.Times times) {
    if (times.atOnce()) {
      answerPending();
    } else {
      Scheduler.Cancellable timer =
          means.scheduler().schedule(times.waitUntil().left(), this::answerPending);
      Publisher.endWith(answer, timer);
    }
  }

  private void answerPending() {
    answer.complete(
        owned.tenure().isHeld()
            ? new Answer.Tracked(MessageState.accepted(owned.record(), trying), false)
            : new Answer.StoreFailed(NOT_HELD));
  }

  /**
   * The broker does not answer, or others of its group stand in line already, or its caller would
   * not wait.
   */
  private boolean mustQueue() {
    boolean behindOthers =
        candidate.isOrdered() && (!owned.laneClear() || candidate.times().atOnce() || timeIsOver());
    return behindOthers || !means.sender().isAnswering(candidate.destination());
  }

  private boolean timeIsOver() {
    return candidate.times().sendUntil().hasPassed();
  }

  private CompletionStage<Void> attempt() {
    Instant begun = means.scheduler().now();
    return inTime(
            means
                .sender()
                .send(
                    candidate.destination(),
                    outbound.attempt(trying.attempts() + 1),
                    this::mayBegin))
        .thenCompose(
            result ->
                result.fold(
                    this::settle,
                    // Only who drains the lane declares a death: so there is one place for it.
                    refused -> failed(refused.error(), Optional.empty(), true),
                    notSent -> failed(notSent.error(), Optional.empty(), false),
                    unknown -> failed(unknown.error(), Optional.of(begun), false)));
  }

  private boolean mayBegin() {
    return owned.tenure().isHeld() && !timeIsOver();
  }

  /**
   * An ordered message goes to its lane when its time is over, also while an attempt is under way:
   * only then can its caller be answered, and what the attempt still does the broker forgets.
   */
  private CompletionStage<SendResult> inTime(CompletionStage<SendResult> sent) {
    if (!candidate.isOrdered()) {
      return sent;
    }
    CompletableFuture<SendResult> first = new CompletableFuture<>();
    Scheduler.Cancellable timer =
        means
            .scheduler()
            .schedule(
                candidate.times().sendUntil().left(),
                () -> first.complete(new SendResult.Unknown("no answer from the broker yet")));
    sent.whenComplete(
        (result, failure) -> {
          timer.cancel();
          first.complete(result);
        });
    return first;
  }

  private CompletionStage<Void> failed(String error, Optional<Instant> unknown, boolean forGood) {
    trying = new MessageState.Trying(trying.attempts() + 1, Optional.of(error), Optional.empty());
    unknownSince = unknownSince.or(() -> unknown);
    Duration wait = BACKOFF.after(trying.attempts(), means.scheduler().random());
    boolean inTime = wait.compareTo(candidate.times().sendUntil().left()) < 0;
    if (forGood || !inTime || !means.sender().isAnswering(candidate.destination())) {
      return handOver();
    }
    return means.scheduler().after(wait).thenCompose(done -> attempt());
  }

  private CompletionStage<Void> settle(SendResult.Accepted accepted) {
    Outcome outcome =
        new Outcome.Published(
            means.scheduler().now(),
            trying.attempts() + 1,
            accepted.brokerMessageId(),
            accepted.sequenceNumber(),
            unknownSince.isPresent() && !candidate.destination().isFifo());
    return write(new Progress.Settled(outcome), MessageState.of(owned.record(), outcome));
  }

  private CompletionStage<Void> handOver() {
    return means
        .handOver()
        .give(owned.tenure(), candidate.destination(), owned.record(), unknownSince)
        .thenCompose(
            given -> write(Progress.HANDED_OVER, MessageState.retrying(owned.record(), trying)));
  }

  private CompletionStage<Void> write(Progress progress, MessageState state) {
    Instant since = means.scheduler().now();
    return means
        .settler()
        .settle(owned.tenure(), owned.entry(), owned.place(), progress)
        .thenAccept(
            own -> {
              if (own) {
                owned.tenure().finished(owned.entry());
                means.witness().settled(candidate.destination(), owned.record(), progress, since);
              } else {
                owned.tenure().revoke();
              }
              answer.complete(
                  own
                      ? new Answer.Tracked(state, false)
                      : new Answer.StoreFailed("another replica has taken over"));
            });
  }
}
