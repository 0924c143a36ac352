package dev.postern.lane;

import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Takes messages without order, up to {@value #TOGETHER} of a window of {@value #WINDOW} numbers at
 * the same time, so that they share the calls to the broker.
 *
 * <p>One that failed is appended again, with all that is known of its attempts, before its number
 * is given up: a crash in between leaves it in line twice, never not at all, and the one that is
 * reached later finds the outcome of the other. One whose time has not come is stepped over and
 * keeps its number. Where the broker took none of them and it was not their fault, nothing is
 * moved: the lane waits as it is.
 */
final class UnorderedDrain extends Drain {
  /** Numbers from the first on that are looked at; what is behind them waits for the first. */
  static final int WINDOW = 100;

  /** Messages that are held in memory and tried at the same time. */
  static final int TOGETHER = 20;

  /** Up to which number a holder before may have left an attempt, and when it began. */
  private final long triedUpTo;

  private final Optional<Instant> triedAt;

  UnorderedDrain(DrainMeans means, Turn turn, Head head, long leaseFrom) {
    super(means, turn, head, leaseFrom);
    triedUpTo = head.done() + WINDOW;
    triedAt = head.retry().attemptedAt();
  }

  @Override
  CompletionStage<Optional<End>> step(long number) {
    return means
        .lanes()
        .entries(lane(), number, WINDOW)
        .thenCompose(entries -> tryAll(number, entries))
        .thenCompose(this::settle);
  }

  private CompletionStage<List<Stand>> tryAll(long first, SortedMap<Long, LaneEntry> entries) {
    List<CompletionStage<Stand>> stands = new ArrayList<>();
    long last = Math.min(head().tail(), first + WINDOW - 1);
    Set<MessageId> tried = new HashSet<>();
    Map<MessageId, Instant> unknown = unknownSince(entries.values());
    for (long number = first; number <= last && tried.size() < TOGETHER; number++) {
      Optional<LaneEntry> entry =
          Optional.ofNullable(entries.get(number)).map(each -> marked(each, unknown));
      Optional<LaneEntry.Waiting> due = entry.flatMap(UnorderedDrain::waiting).filter(this::isDue);
      // Appended twice, by two who both took it up, it is not sent twice at the same time: the
      // second waits for what becomes of the first.
      boolean again = due.filter(waiting -> !tried.add(waiting.message())).isPresent();
      stands.add(again ? is(new Stand(number, Stand.Fate.LEFT, due)) : tryOne(number, entry));
    }
    return all(stands);
  }

  /** What is not known of a message's attempts is not known of it, at whatever number it stands. */
  private static Map<MessageId, Instant> unknownSince(Collection<LaneEntry> entries) {
    Map<MessageId, Instant> unknown = new HashMap<>();
    for (LaneEntry entry : entries) {
      waiting(entry)
          .ifPresent(
              waiting ->
                  waiting
                      .unknownSince()
                      .ifPresent(
                          since ->
                              unknown.merge(
                                  waiting.message(),
                                  since,
                                  (one, other) -> one.isBefore(other) ? one : other)));
    }
    return unknown;
  }

  private static LaneEntry marked(LaneEntry entry, Map<MessageId, Instant> unknown) {
    return entry.fold(
        waiting ->
            new LaneEntry.Waiting(
                waiting.message(),
                Optional.ofNullable(unknown.get(waiting.message())),
                waiting.retry(),
                waiting.redrive()),
        tombstone -> tombstone);
  }

  private static Optional<LaneEntry.Waiting> waiting(LaneEntry entry) {
    return entry.fold(Optional::of, tombstone -> Optional.empty());
  }

  private CompletionStage<Stand> tryOne(long number, Optional<LaneEntry> entry) {
    if (entry.isEmpty()) {
      return holesAreGivenUp()
          ? fill(number).thenCompose(standing -> tryOne(number, Optional.of(standing)))
          : is(new Stand(number, Stand.Fate.HOLE));
    }
    return entry
        .get()
        .fold(
            waiting ->
                isDue(waiting)
                    ? deliver(number, waiting)
                    : is(new Stand(number, Stand.Fate.LEFT, Optional.of(waiting))),
            tombstone -> is(new Stand(number, Stand.Fate.STRUCK)));
  }

  private boolean isDue(LaneEntry.Waiting waiting) {
    return waiting.retry().dueAt().filter(means.scheduler().now()::isBefore).isEmpty();
  }

  private CompletionStage<Stand> deliver(long number, LaneEntry.Waiting waiting) {
    Optional<Instant> tried = number <= triedUpTo ? triedAt : Optional.empty();
    return delivery
        .deliver(waiting, new Delivery.Past(waiting.retry(), tried, false))
        .thenCompose(
            delivered ->
                delivered.fold(
                    new Delivered.Cases<CompletionStage<Stand>>(
                        finished -> is(new Stand(number, Stand.Fate.FINISHED)),
                        // Nobody waits behind it for the sake of order: the lane goes on, whatever
                        // the policy.
                        died -> passBy(number, died.stand()),
                        failed -> is(again(number, failed)),
                        onItsWay -> is(later(number, onItsWay)),
                        // Whoever comes next finds what another wrote.
                        overtaken ->
                            is(new Stand(number, Stand.Fate.LEFT, Optional.of(waiting))))));
  }

  private CompletionStage<Stand> passBy(long number, Verdict.Case stand) {
    return delivery
        .passBy(stand)
        .thenApply(
            failed ->
                failed
                    .map(again -> again(number, again))
                    .orElseGet(() -> new Stand(number, Stand.Fate.FINISHED)));
  }

  private static Stand again(long number, Delivered.Failed failed) {
    return new Stand(
        number,
        failed.ofBroker() ? Stand.Fate.STALLED : Stand.Fate.FAILED,
        Optional.of(failed.stand().waits(failed.unknownSince(), failed.retry())));
  }

  private Stand later(long number, Delivered.OnItsWay onItsWay) {
    Verdict.Case stand = onItsWay.stand();
    Head.Retry later = stand.retry().due(means.scheduler().now().plus(onItsWay.left()));
    return new Stand(
        number, Stand.Fate.FAILED, Optional.of(stand.waits(stand.unknownSince(), later)));
  }

  private CompletionStage<Optional<End>> settle(List<Stand> stands) {
    List<Stand> stalled = with(stands, Stand.Fate.STALLED);
    boolean moved =
        !with(stands, Stand.Fate.FINISHED).isEmpty() || !with(stands, Stand.Fate.FAILED).isEmpty();
    if (!stalled.isEmpty() && !moved) {
      return waitAsItIs(stalled);
    }
    return all(stands.stream().map(this::append).toList()).thenCompose(this::goOn);
  }

  /** The broker's trouble, not theirs: nobody loses its place. */
  private CompletionStage<Optional<End>> waitAsItIs(List<Stand> stalled) {
    String error =
        stalled.get(0).entry().flatMap(waiting -> waiting.retry().lastError()).orElse("");
    // First what may have been accepted, then that no attempt is under way.
    return all(stalled.stream().map(this::markUnknown).toList())
        .thenCompose(marked -> postpone(verdict.failed(head().retry(), error, true, true)));
  }

  private CompletionStage<Void> markUnknown(Stand stand) {
    return stand
        .entry()
        .flatMap(LaneEntry.Waiting::unknownSince)
        .map(since -> means.lanes().markUnknown(lane(), stand.number(), since))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Stand> append(Stand stand) {
    return stand.fate().isAgain()
        ? new Appender(means.lanes(), means.scheduler())
            .append(lane(), stand.entry().orElseThrow())
            .thenApply(number -> new Stand(stand.number(), Stand.Fate.FINISHED))
        : is(stand);
  }

  /** All that was tried has its end, or stands further back. */
  private CompletionStage<Optional<End>> goOn(List<Stand> stands) {
    int passed = 0;
    while (passed < stands.size() && stands.get(passed).isPassable()) {
      passed++;
    }
    List<Stand> left = stands.subList(passed, stands.size());
    return passed > 0
        ? pass(stands.subList(0, passed)).thenCompose(ended -> orElse(ended, () -> strike(left)))
        : strike(left).thenCompose(ended -> orElse(ended, () -> wait(left)));
  }

  private CompletionStage<Optional<End>> pass(List<Stand> passed) {
    return advance(passed.get(passed.size() - 1).number())
        .thenCompose(
            ended ->
                orElse(
                    ended,
                    () ->
                        all(with(passed, Stand.Fate.FINISHED).stream()
                                .map(each -> means.lanes().remove(lane(), each.number()))
                                .toList())
                            .thenApply(removed -> ended)));
  }

  /** Behind one whose time has not come, nothing is passed; what is finished leaves a tombstone. */
  private CompletionStage<Optional<End>> strike(List<Stand> left) {
    LaneEntry.Tombstone tombstone = new LaneEntry.Tombstone(means.scheduler().now());
    return all(with(left, Stand.Fate.FINISHED).stream()
            .map(each -> means.lanes().strike(lane(), each.number(), tombstone))
            .toList())
        .thenApply(struck -> Optional.empty());
  }

  /** Nothing could be passed: the first of the window waits for its time, or to be filled. */
  private CompletionStage<Optional<End>> wait(List<Stand> left) {
    if (!with(left, Stand.Fate.FINISHED).isEmpty()) {
      return renew();
    }
    if (!with(left, Stand.Fate.HOLE).isEmpty()) {
      return linger();
    }
    Stand next =
        with(left, Stand.Fate.LEFT).stream()
            .min(Comparator.comparing(each -> each.dueAt().orElse(Instant.MIN)))
            .orElseThrow();
    return postpone(
        new Head.Retry(
            0,
            0,
            next.dueAt().or(() -> Optional.of(means.scheduler().now())),
            Optional.empty(),
            next.entry().flatMap(waiting -> waiting.retry().lastError())));
  }

  private static List<Stand> with(List<Stand> stands, Stand.Fate fate) {
    return stands.stream().filter(stand -> stand.fate() == fate).toList();
  }

  private static CompletionStage<Stand> is(Stand stand) {
    return CompletableFuture.completedFuture(stand);
  }

  private static CompletionStage<Optional<End>> orElse(
      Optional<End> ended, Supplier<CompletionStage<Optional<End>>> next) {
    return ended.isPresent() ? CompletableFuture.completedFuture(ended) : next.get();
  }

  private static <T> CompletionStage<List<T>> all(List<? extends CompletionStage<T>> stages) {
    List<CompletableFuture<T>> futures =
        stages.stream().map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }
}
