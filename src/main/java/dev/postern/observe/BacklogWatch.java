package dev.postern.observe;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Backlog;
import dev.postern.message.DestinationName;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Knows how much waits at each destination, counted in {@link Rounds}. */
final class BacklogWatch {
  private final Backlog backlog;
  private final Rounds<DestinationName, Backlog.Count> rounds;

  BacklogWatch(Backlog backlog, Destinations destinations, Scheduler scheduler) {
    this.backlog = backlog;
    Map<DestinationName, Destination> byName =
        destinations.all().stream()
            .collect(Collectors.toMap(Destination::name, Function.identity()));
    this.rounds = new Rounds<>(byName.keySet(), name -> backlog.of(byName.get(name)), scheduler);
  }

  /** Messages that wait, or not a number where that is not known. */
  double depth(DestinationName destination) {
    return rounds.read(destination).map(count -> (double) count.depth()).orElse(Double.NaN);
  }

  /** Groups that wait for a person, or not a number. */
  double blockedGroups(DestinationName destination) {
    return rounds.read(destination).map(count -> (double) count.blockedGroups()).orElse(Double.NaN);
  }

  /** For how many seconds the oldest has waited by now, 0 where nothing waits; or not a number. */
  double oldestAge(DestinationName destination) {
    return rounds
        .read(destination)
        .map(count -> backlog.oldestAge(count).map(BacklogWatch::seconds).orElse(0.0))
        .orElse(Double.NaN);
  }

  private static double seconds(Duration age) {
    return age.toMillis() / 1000.0;
  }
}
