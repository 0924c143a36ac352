package dev.postern.simulation;

import dev.postern.destination.Destination;
import dev.postern.lane.LaneId;
import dev.postern.ledger.Record;
import dev.postern.ledger.SeriesId;
import dev.postern.message.CausalClock;
import dev.postern.message.Causality;
import dev.postern.message.MessageId;
import dev.postern.publish.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the numbers that were given against what is promised of them. */
final class NumberChecks {
  private final World world;

  NumberChecks(World world) {
    this.world = world;
  }

  private List<MessageId> given(SeriesId series) {
    return world.table.series().given().getOrDefault(series, List.of());
  }

  /** In the moment in which a replica answers: the number is told, and is the message's own. */
  void whenSaid(History.Wanted wanted, History.Asked asked) {
    if (!wanted.destination().isNumbered()) {
      return;
    }
    OptionalLong expected = wanted.call.expected();
    asked
        .tracked()
        .ifPresent(
            tracked -> {
              Record record = tracked.state().record();
              OptionalLong number = record.acceptance().number();
              if (number.isEmpty() || !isGiven(record)) {
                violated(wanted, "is told number " + number + ", which is not its own");
              } else if (!isAfterItsCauses(record)) {
                violated(wanted, "has the clock " + record.stamp() + ", not after its causes");
              } else if (expected.isPresent() && number.getAsLong() != expected.getAsLong() + 1) {
                violated(wanted, "is number " + number + " where it expected " + expected);
              }
            });
    if (asked.answer instanceof Answer.Unexpected unexpected
        && (expected.isEmpty() || unexpected.last() == expected.getAsLong())) {
      violated(wanted, "is told of a mismatch where there is none: " + unexpected);
    }
  }

  /** All that its producer had seen happened before it. */
  private static boolean isAfterItsCauses(Record record) {
    return record
        .message()
        .terms()
        .causality()
        .map(Causality::seen)
        .flatMap(seen -> record.stamp().clock().map(own -> seen.order(own.clock())))
        .map(CausalClock.Order.BEFORE::equals)
        .orElse(true);
  }

  private boolean isGiven(Record record) {
    List<MessageId> all = given(SeriesId.of(record.message()));
    long number = record.acceptance().number().orElseThrow();
    return number <= all.size() && all.get((int) number - 1).equals(record.id());
  }

  private void violated(History.Wanted wanted, String what) {
    world.history.violated(wanted + " " + what);
  }

  void atTheEnd() {
    world.table.series().given().forEach(this::series);
    for (Destination destination : world.destinations.all()) {
      if (destination.isNumbered()) {
        order(destination);
      }
    }
  }

  /** None twice, and none that consumers wait for in vain. */
  private void series(SeriesId series, List<MessageId> ids) {
    if (new HashSet<>(ids).size() < ids.size()) {
      world.history.violated(series + ": a message has two numbers");
    }
    // Nobody waits for what comes after the last that was told.
    int last = ids.size() - 1;
    while (last >= 0 && !isTold(ids.get(last))) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      MessageId id = ids.get(i);
      if (!isTold(id) && !isBlocked(series, id) && !isForgotten(id)) {
        world.history.violated(
            series + ": number " + (i + 1) + " of " + ids.size() + " is missing");
      }
    }
  }

  private boolean isTold(MessageId id) {
    return world.queues.copies(id) > 0
        || world.queues.gaps().stream().anyMatch(mark -> mark.message().equals(id));
  }

  /**
   * Its journal entry ran out before anyone took the next number: written late, answered to nobody,
   * and never asked for again in all that time.
   */
  private boolean isForgotten(MessageId id) {
    boolean entryIsThere =
        world
            .table
            .record(id.keyHash())
            .filter(there -> there.id().equals(id))
            .flatMap(there -> world.table.entry(there.acceptance().entry()))
            .isPresent();
    return !entryIsThere
        && world.history.wanted.stream().noneMatch(wanted -> wanted.ids().contains(id));
  }

  /** It waits for a person, or behind one that does. */
  private boolean isBlocked(SeriesId series, MessageId id) {
    Destination destination = world.destinations.find(series.destination()).orElseThrow();
    Optional<Record> record =
        world.table.record(id.keyHash()).filter(there -> there.id().equals(id));
    return record
        .map(there -> LaneId.of(destination, id, there.message()))
        .filter(lane -> world.table.head(lane).blockedBy().isPresent())
        .filter(lane -> world.table.waits(lane, id))
        .isPresent();
  }

  /** A caller had the answer to one before another was asked for: it has the smaller number. */
  private void order(Destination destination) {
    List<History.Wanted> here =
        world.history.wanted.stream()
            .filter(wanted -> wanted.destination().equals(destination))
            .filter(wanted -> wanted.ids().size() == 1)
            .collect(Collectors.toList());
    for (History.Wanted one : here) {
      Stream<History.Wanted> later =
          here.stream()
              .filter(other -> other.firstAsked() > one.firstPromised())
              .filter(other -> series(other).equals(series(one)));
      later.forEach(
          other -> {
            if (number(other) < number(one)) {
              violated(other, "has a smaller number than " + one + ", answered before");
            }
          });
    }
  }

  private static SeriesId series(History.Wanted wanted) {
    return SeriesId.of(wanted.call.message());
  }

  private int number(History.Wanted wanted) {
    return given(series(wanted)).indexOf(wanted.ids().get(0));
  }
}
