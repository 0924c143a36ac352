package dev.postern.lane;

import dev.postern.destination.Destination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Lists the groups whose messages wait, blocked ones first, from the index and without a scan.
 *
 * <p>A group that comes, goes or moves while the list is read may be missing from it or be there
 * twice. Thread-safe; never blocks.
 */
public final class WaitingGroups {
  /** How many parts of the index one page may read: a page may be short, even empty. */
  private static final int MOST_READS = 10;

  /**
   * Where to go on.
   *
   * @param shelf its number in the order in which they are listed
   * @param after empty for the whole shelf
   */
  public record Mark(int shelf, Optional<ByHand.Place> after) {
    static final Mark START = new Mark(0, Optional.empty());
  }

  /** A part of the list; there is more where it says where to go on. */
  public record Page(List<Group> groups, Optional<Mark> next) {}

  private final Lanes lanes;
  private final ByHand byHand;

  public WaitingGroups(Lanes lanes, ByHand byHand) {
    this.lanes = lanes;
    this.byHand = byHand;
  }

  /**
   * A page.
   *
   * @param state empty for all that wait
   * @param from empty for the beginning
   * @param most groups, 1 to 100
   */
  public CompletionStage<Page> list(
      Destination destination, Optional<Group.State> state, Optional<Mark> from, int most) {
    return new Reading(destination, state, most).go(from.orElse(Mark.START), MOST_READS);
  }

  private final class Reading {
    private final List<ByHand.Shelf> shelves;
    private final Optional<Group.State> state;
    private final int most;
    private final List<Group> groups = new ArrayList<>();

    Reading(Destination destination, Optional<Group.State> state, int most) {
      this.shelves = ByHand.Shelf.all(destination.name());
      this.state = state;
      this.most = most;
    }

    CompletionStage<Page> go(Mark mark, int reads) {
      if (mark.shelf() >= shelves.size()) {
        return CompletableFuture.completedFuture(new Page(groups, Optional.empty()));
      }
      if (reads == 0 || groups.size() >= most) {
        return CompletableFuture.completedFuture(new Page(groups, Optional.of(mark)));
      }
      ByHand.Shelf shelf = shelves.get(mark.shelf());
      Mark nextShelf = new Mark(mark.shelf() + 1, Optional.empty());
      if (!isWanted(shelf)) {
        return go(nextShelf, reads);
      }
      int asked = most - groups.size();
      return byHand
          .shelved(shelf, mark.after(), asked)
          .thenCompose(
              places ->
                  describe(places)
                      .thenCompose(
                          described -> {
                            groups.addAll(described);
                            return places.size() < asked
                                ? go(nextShelf, reads - 1)
                                : go(
                                    new Mark(
                                        mark.shelf(), Optional.of(places.get(places.size() - 1))),
                                    reads - 1);
                          }));
    }

    private boolean isWanted(ByHand.Shelf shelf) {
      return state
          .map(wanted -> (wanted == Group.State.BLOCKED) == shelf.dueShard().isEmpty())
          .orElse(true);
    }

    private CompletionStage<List<Group>> describe(List<ByHand.Place> places) {
      List<LaneId> groupLanes =
          places.stream().map(ByHand.Place::lane).filter(LaneId::isOrdered).toList();
      if (groupLanes.isEmpty()) {
        return CompletableFuture.completedFuture(List.of());
      }
      return lanes
          .heads(groupLanes)
          .thenCompose(
              heads ->
                  firsts(heads)
                      .thenApply(
                          firsts ->
                              groupLanes.stream()
                                  .flatMap(lane -> describe(lane, heads, firsts))
                                  .toList()));
    }

    private Stream<Group> describe(
        LaneId lane, Map<LaneId, Head> heads, Map<LaneId, LaneEntry> firsts) {
      return Stream.ofNullable(heads.get(lane))
          .map(
              head ->
                  Group.of(lane.group().orElseThrow(), head, Optional.ofNullable(firsts.get(lane))))
          .filter(group -> group.state() != Group.State.CLEAR)
          .filter(group -> state.isEmpty() || state.get() == group.state());
    }
  }

  private CompletionStage<Map<LaneId, LaneEntry>> firsts(Map<LaneId, Head> heads) {
    return firsts(byHand, heads);
  }

  /** What stands first in lanes where something does. */
  static CompletionStage<Map<LaneId, LaneEntry>> firsts(ByHand byHand, Map<LaneId, Head> heads) {
    Map<LaneId, Long> numbers = new HashMap<>();
    heads.forEach(
        (lane, head) -> {
          if (head.depth() > 0) {
            numbers.put(lane, head.done() + 1);
          }
        });
    return numbers.isEmpty()
        ? CompletableFuture.completedFuture(Map.of())
        : byHand.entriesAt(numbers);
  }
}
