package dev.postern.order;

import dev.postern.flow.Deadline;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue that gives one message at a time, whoever asks: in front of one that keeps groups in
 * order and gives several of them at once.
 *
 * <p>Who receives takes the subscription's turn first, which is written down, and gives it up once
 * the message is done with or put back. A message that is hidden keeps its turn for as long.
 */
final class TurnInbox implements Inbox {
  /** Between two tries to take a turn that another has. */
  private static final Duration TRY_AGAIN = Duration.ofMillis(250);

  /** What a receiving call may take beyond its wait. */
  private static final Duration CALL = Duration.ofSeconds(10);

  private record Turn(long number, Instant until) {}

  private final Means means;

  TurnInbox(Means means) {
    this.means = means;
  }

  private TrackId id() {
    return means.track("");
  }

  @Override
  public CompletionStage<List<Arrival>> receive(
      Subscription subscription, int most, Duration wait, Duration hidden) {
    return receive(Deadline.in(wait, means.scheduler()), hidden);
  }

  private CompletionStage<List<Arrival>> receive(Deadline deadline, Duration hidden) {
    Duration wait = Duration.ofSeconds(deadline.left().plusMillis(999).toSeconds());
    return take(wait.plus(CALL).plus(hidden))
        .thenCompose(
            turn -> {
              if (turn.isPresent()) {
                return receive(turn.get(), wait, hidden);
              }
              return deadline.hasPassed()
                  ? CompletableFuture.completedFuture(List.of())
                  : means
                      .scheduler()
                      .after(TRY_AGAIN)
                      .thenCompose(passed -> receive(deadline, hidden));
            });
  }

  private CompletionStage<Optional<Turn>> take(Duration time) {
    return means
        .calls()
        .find(id())
        .thenCompose(
            seen -> {
              if (means.isHeld(seen)) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              Instant until = means.now().plus(time);
              Track taken = seen.taken(new Spot.Back(""), means.process().name(), until);
              return means
                  .calls()
                  .write(seen, taken.undated())
                  .thenApply(
                      written ->
                          written
                              ? Optional.of(new Turn(taken.turns().last(), until))
                              : Optional.<Turn>empty());
            });
  }

  private CompletionStage<List<Arrival>> receive(Turn turn, Duration wait, Duration hidden) {
    return means
        .queue()
        .receive(means.subscription(), 1, wait, hidden)
        .handle(
            (arrivals, failure) -> {
              if (failure != null) {
                // What was received without an answer stays hidden: the turn lasts as long.
                return CompletableFuture.<List<Arrival>>failedFuture(failure);
              }
              if (arrivals.isEmpty()) {
                return giveUp(turn.number()).thenApply(done -> arrivals);
              }
              return means.now().plus(hidden).isAfter(turn.until())
                  ? putBack(turn, arrivals)
                  : CompletableFuture.completedFuture(
                      arrivals.stream().map(each -> within(turn.number(), each)).toList());
            })
        .thenCompose(answer -> answer);
  }

  /** The turn may be another's before the message is. */
  private CompletionStage<List<Arrival>> putBack(Turn turn, List<Arrival> arrivals) {
    List<Hiding> hidings =
        arrivals.stream()
            .map(each -> new Hiding(within(turn.number(), each).receipt(), Duration.ZERO))
            .toList();
    return hide(means.subscription(), hidings).thenApply(done -> List.of());
  }

  private static Arrival within(long turn, Arrival arrival) {
    return new Arrival(
        arrival.message(),
        arrival.queueId(),
        turn + " " + arrival.receipt(),
        arrival.receiveCount(),
        arrival.flaw());
  }

  private record Held(long turn, String receipt) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}) (.+)", Pattern.DOTALL);

    /** Nothing where it was received while the subscription had another order. */
    static Optional<Held> of(String text) {
      Matcher parts = FORM.matcher(text);
      return parts.matches()
          ? Optional.of(new Held(Long.parseLong(parts.group(1)), parts.group(2)))
          : Optional.empty();
    }
  }

  /** Should it not be given up, it ends by itself when its time is over. */
  private CompletionStage<Void> giveUp(long turn) {
    return change(turn, track -> track.released(means.now()).undated()).thenAccept(done -> {});
  }

  private CompletionStage<Done> change(long turn, UnaryOperator<Track> change) {
    return means
        .calls()
        .change(id(), seen -> seen.isOut(turn) ? Optional.of(change.apply(seen)) : Optional.empty())
        .thenApply(
            track ->
                track
                    .map(left -> left.turns().last() == turn ? Done.DONE : Done.GONE)
                    .orElse(Done.UNKNOWN))
        .exceptionally(failure -> Done.UNKNOWN);
  }

  /** In doubt the turn is kept, since the message may lie on the queue still. */
  @Override
  public CompletionStage<List<Done>> delete(Subscription subscription, List<String> receipts) {
    return TrackCalls.all(
        receipts.stream()
            .map(
                receipt ->
                    Held.of(receipt)
                        .map(held -> delete(subscription, held))
                        .orElseGet(TurnInbox::gone))
            .toList());
  }

  private static CompletionStage<Done> gone() {
    return CompletableFuture.completedFuture(Done.GONE);
  }

  private CompletionStage<Done> delete(Subscription subscription, Held held) {
    return means
        .queue()
        .delete(subscription, List.of(held.receipt()))
        .thenApply(done -> done.get(0))
        .exceptionally(failure -> Done.UNKNOWN)
        .thenCompose(
            done ->
                done == Done.UNKNOWN
                    ? CompletableFuture.completedFuture(done)
                    : giveUp(held.turn()).thenApply(given -> done));
  }

  @Override
  public CompletionStage<List<Done>> hide(Subscription subscription, List<Hiding> hidings) {
    return TrackCalls.all(
        hidings.stream()
            .map(
                hiding ->
                    Held.of(hiding.receipt())
                        .map(held -> hide(subscription, held, hiding.time()))
                        .orElseGet(TurnInbox::gone))
            .toList());
  }

  /** The turn lasts for as long as the message is hidden: it is prolonged before that. */
  private CompletionStage<Done> hide(Subscription subscription, Held held, Duration time) {
    if (time.isZero()) {
      return hideBehind(subscription, held, time)
          .thenCompose(
              done ->
                  done == Done.UNKNOWN
                      ? CompletableFuture.completedFuture(done)
                      : giveUp(held.turn()).thenApply(given -> done));
    }
    Instant until = means.now().plus(time);
    return change(held.turn(), track -> track.prolonged(until, means.process().name()).undated())
        .thenCompose(
            kept ->
                kept == Done.DONE
                    ? hideBehind(subscription, held, time)
                    : CompletableFuture.completedFuture(kept))
        .thenCompose(
            done ->
                done == Done.DONE
                    ? change(
                        held.turn(), track -> track.hidden(until, means.process().name()).undated())
                    : CompletableFuture.completedFuture(done));
  }

  private CompletionStage<Done> hideBehind(Subscription subscription, Held held, Duration time) {
    return means
        .queue()
        .hide(subscription, List.of(new Hiding(held.receipt(), time)))
        .thenApply(done -> done.get(0))
        .exceptionally(failure -> Done.UNKNOWN);
  }

  @Override
  public CompletionStage<Void> sendAgain(
      Subscription subscription, Inbound message, String deduplicationId) {
    return means.queue().sendAgain(subscription, message, deduplicationId);
  }

  @Override
  public CompletionStage<QueueState> state(Subscription subscription) {
    return means.queue().state(subscription);
  }
}
