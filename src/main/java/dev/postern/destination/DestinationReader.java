package dev.postern.destination;

import dev.postern.message.DestinationName;
import dev.postern.message.Guarantee;
import dev.postern.message.Tenant;
import dev.postern.message.Worded;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one destination; every complaint names the property, its value and what is allowed. */
final class DestinationReader {
  private static final Duration LEAST_RETENTION = Duration.ofHours(1);
  private static final Duration MOST_RETENTION = Duration.ofDays(3650);

  private final String name;
  private final DestinationConfig.Entry entry;
  private final Section section;

  DestinationReader(String name, DestinationConfig.Entry entry) {
    this.name = name;
    this.entry = entry;
    this.section = new Section("postern.destinations." + name);
  }

  Destination read() {
    DestinationName checkedName =
        DestinationName.parse(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "postern.destinations."
                            + name
                            + ": the name must have 1 to 64 characters of a-z, 0-9 and -"));
    Target target = target();
    return new Destination(checkedName, tenant(), target, policy(target), limits());
  }

  private Target target() {
    if (entry.sqsQueue().isPresent() == entry.snsTopic().isPresent()) {
      throw section.wrong("sqs-queue", "and sns-topic: exactly one of the two must be set");
    }
    return entry
        .sqsQueue()
        .<Target>map(Target.SqsQueue::new)
        .orElseGet(() -> new Target.SnsTopic(entry.snsTopic().orElseThrow()));
  }

  private Tenant tenant() {
    try {
      return new Tenant(entry.tenant());
    } catch (IllegalArgumentException e) {
      throw section.wrong("tenant", e.getMessage());
    }
  }

  private Policy policy(Target target) {
    Set<Guarantee> possible =
        target.isFifo()
            ? EnumSet.allOf(Guarantee.class)
            : EnumSet.of(Guarantee.AT_MOST_ONCE, Guarantee.AT_LEAST_ONCE);
    Numbering numbering = numbering();
    if (numbering != Numbering.NONE) {
      // What leaves no record would leave a gap.
      possible.remove(Guarantee.AT_MOST_ONCE);
    }
    Set<Guarantee> offered =
        entry
            .guarantees()
            .map(
                words ->
                    words.stream()
                        .map(word -> guarantee("guarantees", word, possible))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Guarantee.class))))
            .filter(set -> !set.isEmpty())
            .orElse(EnumSet.copyOf(possible));
    Guarantee usual =
        entry
            .guarantee()
            .map(word -> guarantee("guarantee", word, offered))
            .orElseGet(() -> strongest(offered));
    return new Policy(
        new Offer(usual, offered),
        section.word("idempotency-key", entry.idempotencyKey(), KeyPolicy.class),
        new Forms(
            section.word("fingerprint", entry.fingerprint(), FingerprintForm.class),
            section.word("cloudevents", entry.cloudevents(), EventForm.class)),
        numbering,
        entry
            .onDead()
            .map(word -> section.word("on-dead", word, OnDead.class))
            .orElse(target.isFifo() ? OnDead.BLOCK : OnDead.SKIP));
  }

  private Numbering numbering() {
    boolean sequenced = section.isTrue("sequenced", entry.sequenced());
    boolean causal = section.isTrue("causal", entry.causal());
    if (sequenced && causal) {
      throw section.wrong("causal", "and sequenced: at most one of the two may be true");
    }
    if (causal) {
      return Numbering.CAUSAL;
    }
    return sequenced ? Numbering.SEQUENCED : Numbering.NONE;
  }

  private static Guarantee strongest(Set<Guarantee> offered) {
    return offered.stream().max(Guarantee::compareTo).orElseThrow();
  }

  private Guarantee guarantee(String property, String word, Set<Guarantee> allowed) {
    return Worded.parse(Guarantee.class, word)
        .filter(allowed::contains)
        .orElseThrow(
            () ->
                section.wrong(
                    property,
                    "is \""
                        + word
                        + "\", must be of "
                        + allowed.stream().map(Guarantee::word).collect(Collectors.joining(", "))));
  }

  private Limits limits() {
    return new Limits(
        (int)
            section.within(
                "max-payload",
                entry.maxPayload().asLongValue(),
                1024,
                Limits.MOST_PAYLOAD,
                " bytes"),
        (int) section.within("max-attempts", entry.maxAttempts(), 1, 1000, ""),
        section.within("max-age", entry.maxAge(), Duration.ofSeconds(1), MOST_RETENTION),
        (int) section.within("in-flight-batches", entry.inFlightBatches(), 1, 256, ""),
        new Retention(
            section.within("retention", entry.retention(), LEAST_RETENTION, MOST_RETENTION),
            section.within(
                "dead-letter-retention",
                entry.deadLetterRetention(),
                LEAST_RETENTION,
                MOST_RETENTION)));
  }
}
