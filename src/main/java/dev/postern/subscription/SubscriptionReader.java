package dev.postern.subscription;

import dev.postern.destination.OnDead;
import dev.postern.destination.Section;
import dev.postern.destination.Target;
import dev.postern.message.Guarantee;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads one subscription; every complaint names the property, its value and what is allowed. */
final class SubscriptionReader {
  private static final Duration LEAST_ACK_DEADLINE = Duration.ofSeconds(5);
  private static final Duration MOST_ACK_DEADLINE = Duration.ofHours(1);

  /** SQS keeps a message for fourteen days at most. */
  private static final Duration LEAST_RETENTION = Duration.ofDays(14).plusHours(1);

  private static final Duration MOST_RETENTION = Duration.ofDays(366);
  private static final Duration LEAST_LETTER_RETENTION = Duration.ofHours(1);
  private static final Duration MOST_LETTER_RETENTION = Duration.ofDays(3650);

  private static final int MOST_BUFFERED = 10_000;
  private static final Duration LEAST_GAP_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MOST_GAP_TIMEOUT = Duration.ofHours(12);

  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MOST_TIMEOUT = Duration.ofMinutes(10);

  private final String name;
  private final SubscriptionConfig.Entry entry;
  private final Section section;

  SubscriptionReader(String name, SubscriptionConfig.Entry entry) {
    this.name = name;
    this.entry = entry;
    this.section = new Section("postern.subscriptions." + name);
  }

  Subscription read() {
    SubscriptionName checkedName =
        SubscriptionName.parse(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        section.prefix()
                            + ": the name must have 1 to 64 characters of a-z, 0-9 and -"));
    Target.SqsQueue queue =
        entry
            .sqsQueue()
            .map(Target.SqsQueue::new)
            .orElseThrow(() -> section.wrong("sqs-queue", "must be set"));
    return new Subscription(
        checkedName, tenant(), queue, reporting(terms(queue)), limits(), push());
  }

  private Optional<Subscription.Push> push() {
    if (section.word("mode", entry.mode(), Mode.class) == Mode.PULL) {
      if (entry.endpoint().isPresent()) {
        throw section.wrong("endpoint", "must not be set unless mode is push");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Subscription.Push(
            endpoint(),
            secrets(),
            section.word("form", entry.form(), Subscription.Form.class),
            new Subscription.Calls(
                (int) section.within("concurrency", entry.concurrency(), 1, 256, ""),
                section.within("timeout", entry.timeout(), LEAST_TIMEOUT, MOST_TIMEOUT),
                allowsPrivateAddresses(),
                section.isTrue("reject-on-4xx", entry.rejectOn4xx()))));
  }

  private URI endpoint() {
    String text = entry.endpoint().orElseThrow(() -> section.wrong("endpoint", "must be set"));
    try {
      return EndpointUrl.checked(new URI(text), allowsPrivateAddresses());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw section.wrong("endpoint", "is \"" + text + "\": it " + e.getMessage());
    }
  }

  private List<Secret> secrets() {
    List<String> texts = entry.secrets().orElse(List.of());
    if (texts.isEmpty() || texts.size() > 2) {
      throw section.wrong(
          "secrets", "must be one secret, or the new and the old one: whsec_ and base64");
    }
    try {
      return texts.stream().map(Secret::of).toList();
    } catch (IllegalArgumentException e) {
      throw section.wrong("secrets", e.getMessage());
    }
  }

  private Tenant tenant() {
    try {
      return new Tenant(entry.tenant());
    } catch (IllegalArgumentException e) {
      throw section.wrong("tenant", e.getMessage());
    }
  }

  private Subscription.Terms terms(Target.SqsQueue queue) {
    Ordering ordering =
        entry
            .ordering()
            .map(word -> section.word("ordering", word, Ordering.class))
            .orElse(queue.isFifo() ? Ordering.GROUP : Ordering.NONE);
    if (ordering.needsFifo() && !queue.isFifo()) {
      throw section.wrong(
          "ordering",
          "is \"" + ordering.word() + "\", must be none, sequence or causal on a standard queue");
    }
    OnDead usual = ordering == Ordering.NONE ? OnDead.SKIP : OnDead.BLOCK;
    OnDead onDead =
        entry.onDead().map(word -> section.word("on-dead", word, OnDead.class)).orElse(usual);
    if (onDead == OnDead.BLOCK && ordering == Ordering.NONE) {
      throw section.wrong("on-dead", "is \"block\", must be skip where there is no order");
    }
    return new Subscription.Terms(
        section.word("delivery", entry.delivery(), Guarantee.class), ordering, onDead);
  }

  private Subscription.Terms reporting(Subscription.Terms terms) {
    boolean reports = section.isTrue("report-processed", entry.reportProcessed());
    if (reports && terms.delivery() == Guarantee.AT_MOST_ONCE) {
      throw section.wrong(
          "report-processed",
          "is true, must be false where delivery is at-most-once: nothing is acknowledged there");
    }
    return terms.reporting(reports);
  }

  private boolean allowsPrivateAddresses() {
    return section.isTrue("allow-private-addresses", entry.allowPrivateAddresses());
  }

  private Subscription.Limits limits() {
    Duration ackDeadline =
        section.within("ack-deadline", entry.ackDeadline(), LEAST_ACK_DEADLINE, MOST_ACK_DEADLINE);
    return new Subscription.Limits(
        // The queue counts in whole seconds.
        Duration.ofSeconds(ackDeadline.toSeconds()),
        (int) section.within("max-deliveries", entry.maxDeliveries(), 1, 1000, ""),
        section.within(
            "delivery-retention", entry.deliveryRetention(), LEAST_RETENTION, MOST_RETENTION),
        section.within(
            "dead-letter-retention",
            entry.deadLetterRetention(),
            LEAST_LETTER_RETENTION,
            MOST_LETTER_RETENTION),
        new Subscription.Buffer(
            (int) section.within("buffer-limit", entry.bufferLimit(), 1, MOST_BUFFERED, ""),
            section.within("gap-timeout", entry.gapTimeout(), LEAST_GAP_TIMEOUT, MOST_GAP_TIMEOUT),
            section.word("on-gap", entry.onGap(), OnGap.class)));
  }
}
