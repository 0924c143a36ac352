package dev.postern.order;

import dev.postern.subscription.Inbox;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ends and prolongs that a message is out, by its receipt: good until it is given out again. */
final class Leases {
  private final Means means;

  Leases(Means means) {
    this.means = means;
  }

  /**
   * The message is done with: the next of its track may go. What has a number is removed after
   * that; should it be left over its number tells. What was sent back goes at the same time.
   */
  CompletionStage<Inbox.Done> end(Receipt receipt) {
    Entry.Ref entry = receipt.entry();
    Function<Track, Optional<Track>> ended =
        seen ->
            seen.isOut(receipt.turn())
                ? Optional.of(seen.done(entry.spot(), means.now()))
                : Optional.empty();
    CompletionStage<Optional<Track>> left =
        entry.spot() instanceof Spot.Back
            ? means.calls().changeAndRemove(entry, ended)
            : means.calls().change(entry.track(), ended);
    return told(left, track -> track.turns().done() == receipt.turn())
        .thenCompose(
            done ->
                done == Inbox.Done.DONE
                    ? remove(receipt).thenApply(removed -> done)
                    : CompletableFuture.completedFuture(done));
  }

  /** Where that fails it is seen to be left over when its track is looked at next. */
  private CompletionStage<Void> remove(Receipt receipt) {
    return means.calls().remove(receipt.entry()).exceptionally(failure -> null);
  }

  /** It is given out again after that time, not before. */
  CompletionStage<Inbox.Done> hide(Receipt receipt, Duration time) {
    return time.isZero()
        ? change(
            receipt,
            track -> track.released(means.now()),
            left -> left.turns().last() == receipt.turn() && left.turns().done() != receipt.turn())
        : change(
            receipt,
            track -> track.hidden(means.now().plus(time), means.process().name()),
            left -> left.isOut(receipt.turn()));
  }

  private CompletionStage<Inbox.Done> change(
      Receipt receipt, UnaryOperator<Track> change, Predicate<Track> holds) {
    return told(
        means
            .calls()
            .change(
                receipt.entry().track(),
                seen ->
                    seen.isOut(receipt.turn())
                        ? Optional.of(change.apply(seen))
                        : Optional.empty()),
        holds);
  }

  /**
   * What came of it, by this try or an earlier one.
   *
   * @param holds whether the track is as it was to be left
   */
  private static CompletionStage<Inbox.Done> told(
      CompletionStage<Optional<Track>> left, Predicate<Track> holds) {
    return left.thenApply(
            track ->
                track
                    .map(as -> holds.test(as) ? Inbox.Done.DONE : Inbox.Done.GONE)
                    .orElse(Inbox.Done.UNKNOWN))
        .exceptionally(failure -> Inbox.Done.UNKNOWN);
  }
}
