package dev.postern.observe;

import dev.postern.destination.Destination;
import dev.postern.message.DeathReason;
import dev.postern.message.DestinationName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is counted, by name. Thread-safe. */
record Meters(MeterRegistry registry) {
  private static final String DESTINATION = "destination";
  private static final String RESULT = "result";
  private static final String MESSAGES = "messages";

  private static final Duration[] SEND_BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  /** How a message that this replica accepted was settled. */
  enum Settled {
    PUBLISHED,
    HANDED_OVER
  }

  /** Why a call was answered by another's message. */
  enum Duplicate {
    REPLAYED,
    KEY_REUSED
  }

  /** What came of an attempt. */
  enum Sent {
    ACCEPTED,
    REFUSED,
    NOT_SENT,
    UNKNOWN
  }

  /** How a message that went through a lane ended. */
  enum Concluded {
    PUBLISHED,
    DEAD
  }

  /** How far the recovery of another replica has come. */
  enum Recovery {
    CLAIMED,
    FINISHED
  }

  Counter accepted(DestinationName destination) {
    return counter(
        "postern.accepted", "Messages made durable by this replica", DESTINATION, destination);
  }

  Counter settled(DestinationName destination, Settled result) {
    return counter(
        "postern.settled",
        "Accepted messages whose end, or handing over to a lane, is in the journal",
        DESTINATION,
        destination,
        RESULT,
        word(result));
  }

  Counter duplicates(DestinationName destination, Duplicate result) {
    return counter(
        "postern.duplicates",
        "Calls whose key belonged to an earlier message",
        DESTINATION,
        destination,
        RESULT,
        word(result));
  }

  Counter overloaded(DestinationName destination) {
    return counter(
        "postern.overloaded",
        "Calls turned away because too much is under way",
        DESTINATION,
        destination);
  }

  Counter sent(DestinationName destination, Sent result) {
    return counter(
        "postern.sent",
        "Attempts to send a message, by what came of them",
        DESTINATION,
        destination,
        RESULT,
        word(result));
  }

  Counter retries(DestinationName destination) {
    return counter(
        "postern.retries",
        "Attempts that were not their message's first",
        DESTINATION,
        destination);
  }

  Timer sendTime(DestinationName destination) {
    return Timer.builder("postern.send.duration")
        .description("Calls to the queue or topic, until their answer or its time-out")
        .tag(DESTINATION, destination.value())
        .serviceLevelObjectives(SEND_BUCKETS)
        .register(registry);
  }

  DistributionSummary sendBatch(DestinationName destination) {
    return batch("postern.send.batch", "Messages in a call to the queue or topic")
        .tag(DESTINATION, destination.value())
        .register(registry);
  }

  DistributionSummary acceptBatch(DestinationName destination) {
    return batch("postern.accept.batch", "Messages in a write that accepts them")
        .tag(DESTINATION, destination.value())
        .register(registry);
  }

  /** Of all destinations: a journal entry does not say whose it is. */
  DistributionSummary settleBatch() {
    return batch("postern.settle.batch", "Messages in a write that settles them")
        .register(registry);
  }

  Counter concluded(Concluded result) {
    return counter(
        "postern.concluded",
        "Messages that went through a lane and whose end is written",
        RESULT,
        word(result));
  }

  Counter deadLetters(DestinationName destination, DeathReason reason) {
    return counter(
        "postern.dead.letters",
        "Dead letters listed, by reason",
        DESTINATION,
        destination,
        "reason",
        reason.word());
  }

  Counter appended(DestinationName destination) {
    return counter(
        "postern.lane.appended",
        "Numbers given out in lanes, those of messages that go back in line included",
        DESTINATION,
        destination);
  }

  Counter postponed(DestinationName destination) {
    return Counter.builder("postern.lane.postponed")
        .description("Times that a lane was put off until its next attempt")
        .tag(DESTINATION, destination.value())
        .register(registry);
  }

  Counter blocked(DestinationName destination) {
    return Counter.builder("postern.lane.blocked")
        .description("Times that a lane stopped for a person to decide")
        .tag(DESTINATION, destination.value())
        .register(registry);
  }

  Counter recoveries(Recovery result) {
    return Counter.builder("postern.recoveries")
        .description("Dead replicas that this one claimed, and finished recovering")
        .tag(RESULT, word(result))
        .register(registry);
  }

  /** Shows what has not happened yet as zero, so that its first time is seen as a rise. */
  void show(Iterable<Destination> destinations) {
    for (Destination destination : destinations) {
      show(destination.name());
    }
    settleBatch();
    List.of(Concluded.values()).forEach(this::concluded);
    List.of(Recovery.values()).forEach(this::recoveries);
  }

  private void show(DestinationName destination) {
    accepted(destination);
    List.of(Settled.values()).forEach(result -> settled(destination, result));
    List.of(Duplicate.values()).forEach(result -> duplicates(destination, result));
    overloaded(destination);
    List.of(Sent.values()).forEach(result -> sent(destination, result));
    retries(destination);
    sendTime(destination);
    sendBatch(destination);
    acceptBatch(destination);
    List.of(DeathReason.values()).forEach(reason -> deadLetters(destination, reason));
    appended(destination);
    postponed(destination);
    blocked(destination);
  }

  private Counter counter(String name, String description, Object... tags) {
    return Counter.builder(name)
        .description(description)
        .baseUnit(MESSAGES)
        .tags(Arrays.stream(tags).map(Object::toString).toArray(String[]::new))
        .register(registry);
  }

  private static DistributionSummary.Builder batch(String name, String description) {
    return DistributionSummary.builder(name).description(description).baseUnit(MESSAGES);
  }

  static String word(Enum<?> result) {
    return result.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
