package dev.postern.lane;

import dev.postern.destination.OnDead;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes a group's messages in order, each only after the outcome of the one before is written. */
final class OrderedDrain extends Drain {
  private static final int READ_AHEAD = 25;

  private SortedMap<Long, LaneEntry> ahead = new TreeMap<>();

  OrderedDrain(DrainMeans means, Turn turn, Head head, long leaseFrom) {
    super(means, turn, head, leaseFrom);
  }

  @Override
  CompletionStage<Optional<End>> step(long number) {
    LaneEntry known = ahead.get(number);
    if (known != null) {
      return take(number, known);
    }
    return means
        .lanes()
        .entries(lane(), number, READ_AHEAD)
        .thenCompose(
            entries -> {
              ahead = entries;
              LaneEntry read = entries.get(number);
              return read == null ? waitAtHole(number) : take(number, read);
            });
  }

  private CompletionStage<Optional<End>> waitAtHole(long number) {
    return holesAreGivenUp()
        ? fill(number).thenCompose(standing -> take(number, standing))
        : linger();
  }

  private CompletionStage<Optional<End>> take(long number, LaneEntry entry) {
    // What stands at a tombstone's number stays there, for a late put to find.
    return entry.fold(waiting -> deliver(number, waiting), tombstone -> advance(number));
  }

  private CompletionStage<Optional<End>> deliver(long number, LaneEntry.Waiting waiting) {
    boolean skipped = head().skipped().filter(waiting.message()::equals).isPresent();
    return delivery
        .deliver(waiting, new Delivery.Past(head().retry(), head().retry().attemptedAt(), skipped))
        .thenCompose(
            delivered ->
                delivered.fold(
                    new Delivered.Cases<CompletionStage<Optional<End>>>(
                        finished -> pass(number),
                        died ->
                            skipped || turn.destination().policy().onDead() == OnDead.SKIP
                                ? passBy(number, died.stand())
                                : block(died.stand()),
                        failed -> postpone(number, failed),
                        onItsWay ->
                            CompletableFuture.completedFuture(
                                Optional.of(new End(Optional.of(onItsWay.left())))),
                        // The next step finds what another wrote.
                        overtaken -> GO_ON)));
  }

  private CompletionStage<Optional<End>> passBy(long number, Verdict.Case stand) {
    return delivery
        .passBy(stand)
        .thenCompose(
            failed -> failed.map(again -> postpone(again.retry())).orElseGet(() -> pass(number)));
  }

  private CompletionStage<Optional<End>> block(Verdict.Case stand) {
    return means
        .lanes()
        .block(turn.hold(), stand.record().id())
        // Where a person gave it up meanwhile, the next step passes on.
        .thenCompose(blocked -> blocked ? STOP : lookAgain());
  }

  private CompletionStage<Optional<End>> postpone(long number, Delivered.Failed failed) {
    // First what may have been accepted, then that the attempt is over: in the other order a crash
    // in between would forget it.
    CompletionStage<Void> marked =
        failed
            .unknownSince()
            .map(since -> means.lanes().markUnknown(lane(), number, since))
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    return marked.thenCompose(done -> postpone(failed.retry()));
  }

  /** The entry at that number has its end: on to the next. */
  private CompletionStage<Optional<End>> pass(long number) {
    return advance(number)
        .thenCompose(
            ended ->
                ended.isPresent()
                    ? CompletableFuture.completedFuture(ended)
                    : means.lanes().remove(lane(), number).thenApply(removed -> ended));
  }
}
