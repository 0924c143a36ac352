package dev.postern.simulation;

import dev.postern.broker.Envelope;
import dev.postern.message.Attribute;
import dev.postern.message.CausalClock;
import dev.postern.message.GroupId;
import dev.postern.message.Producer;
import dev.postern.message.Stamp;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Ordering;
import dev.postern.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A message that a producer is going to send.
 *
 * @param stamp its place in the order, as it carries it
 * @param mark it stands in for a message that does not come
 */
record Planned(InboundId id, Optional<GroupId> group, Stamp stamp, boolean mark) {

  Inbound message(Instant now) {
    Map<String, Attribute> attributes = new HashMap<>(stamp.attributes());
    if (mark) {
      attributes.put(Envelope.GAP, new Attribute.Text("true"));
    }
    return new Inbound(id, group, "body of " + id, attributes, now);
  }

  /** Has it a place before that one? */
  boolean isBefore(Planned other) {
    if (stamp.sequence().isPresent()) {
      return other.stamp.sequence().isPresent()
          && group.equals(other.group)
          && stamp.sequence().getAsLong() < other.stamp.sequence().getAsLong();
    }
    if (stamp.clock().isEmpty() || other.stamp.clock().isEmpty()) {
      return false;
    }
    Producer producer = stamp.clock().get().producer();
    CausalClock clock = other.stamp.clock().get().clock();
    return !id.equals(other.id) && number() <= clock.of(producer);
  }

  /** Its number in its track. */
  long number() {
    return stamp.sequence().isPresent()
        ? stamp.sequence().getAsLong()
        : stamp.clock().map(ticked -> ticked.clock().of(ticked.producer())).orElse(0L);
  }

  /** The key of its track. */
  String key() {
    return stamp
        .clock()
        .map(ticked -> ticked.producer().name())
        .or(() -> group.map(GroupId::value))
        .orElse("");
  }

  /** So many messages, each with its place in the order that the subscription keeps. */
  static List<Planned> some(Subscription subscription, int messages, RandomGenerator random) {
    Ordering ordering = subscription.terms().ordering();
    boolean grouped = subscription.isFifo() || ordering == Ordering.SEQUENCE;
    Map<String, Long> numbers = new HashMap<>();
    Map<Producer, CausalClock> clocks = new HashMap<>();
    List<Planned> all = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      Optional<GroupId> group =
          grouped ? Optional.of(new GroupId("g" + random.nextInt(3))) : Optional.empty();
      Stamp stamp = Stamp.NONE;
      if (ordering == Ordering.SEQUENCE) {
        long number = numbers.merge(group.orElseThrow().value(), 1L, Long::sum);
        stamp = new Stamp(OptionalLong.of(number), Optional.empty());
      }
      if (ordering == Ordering.CAUSAL) {
        stamp = next(clocks, random);
      }
      boolean mark = ordering.isNumbered() && random.nextInt(12) == 0;
      all.add(new Planned(new InboundId("m" + i + (mark ? "-gap" : "")), group, stamp, mark));
    }
    return all;
  }

  /** A producer sends, who may have seen what another has sent and seen. */
  private static Stamp next(Map<Producer, CausalClock> clocks, RandomGenerator random) {
    Producer producer = new Producer("p" + random.nextInt(3));
    Producer other = new Producer("p" + random.nextInt(3));
    CausalClock seen = clocks.getOrDefault(producer, CausalClock.START);
    if (random.nextBoolean()) {
      seen = seen.merge(clocks.getOrDefault(other, CausalClock.START));
    }
    CausalClock clock = seen.with(producer, seen.of(producer) + 1);
    clocks.put(producer, clock);
    return new Stamp(OptionalLong.empty(), Optional.of(new Stamp.Ticked(producer, clock)));
  }
}
