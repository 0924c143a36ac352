package dev.postern.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code postern.subscriptions.<name>.…}; names have 1 to 64 characters of a-z, 0-9 and -. */
@ConfigMapping(prefix = "postern.subscriptions")
public interface SubscriptionConfig {
  @WithParentName
  Map<String, Entry> byName();

  /** One subscription. */
  interface Entry {
    /** Queue name or URL; FIFO by its {@code .fifo} ending. */
    Optional<String> sqsQueue();

    /** The one tenant that it belongs to. */
    @WithDefault("default")
    String tenant();

    /** {@code pull} or {@code push}. */
    @WithDefault("pull")
    String mode();

    /** Push: where messages are sent to, by {@code https}. */
    Optional<String> endpoint();

    /** Push: what they are signed with, {@code whsec_…}; one, or the new and the old one. */
    Optional<List<String>> secrets();

    /** Push: calls at the same time, per replica, 1 to 256. */
    @WithDefault("16")
    int concurrency();

    /** Push: whether the endpoint may have a private address, and be reached by {@code http}. */
    @WithDefault("false")
    String allowPrivateAddresses();

    /** Push: for how long a call may run, 1 second to 10 minutes. */
    @WithDefault("30s")
    Duration timeout();

    /** Push: {@code payload}, or {@code cloudevents}: a structured event is the body. */
    @WithDefault("payload")
    String form();

    /** Push: whether an answer of 4xx is final, but for 408, 425 and 429. */
    @WithName("reject-on-4xx")
    @WithDefault("false")
    String rejectOn4xx();

    /** {@code at-most-once}, {@code at-least-once} or {@code exactly-once}. */
    @WithDefault("at-least-once")
    String delivery();

    /**
     * Whether an acknowledgement marks the state of a message that Postern published {@code
     * processed} for this subscription, by one write to its record; not with {@code at-most-once}.
     */
    @WithDefault("false")
    String reportProcessed();

    /**
     * {@code none}, {@code group}, {@code total}, {@code sequence} or {@code causal}; group on
     * FIFO, else none.
     */
    Optional<String> ordering();

    /** For how long a message that was handed over is the consumer's, 5 seconds to 1 hour. */
    @WithDefault("30s")
    Duration ackDeadline();

    /** How often a message is handed over before it dies, 1 to 1000. */
    @WithDefault("10")
    int maxDeliveries();

    /** {@code block} or {@code skip}; block where the order is kept, else skip. */
    Optional<String> onDead();

    /**
     * Sequence and causal: how far ahead of the expected number a message may wait, 1 to 10000; one
     * that is further ahead stays on its queue.
     */
    @WithDefault("1000")
    int bufferLimit();

    /** Sequence and causal: for how long a number may be missing, 1 second to 12 hours. */
    @WithDefault("60s")
    Duration gapTimeout();

    /** Sequence and causal: {@code wait} or {@code skip} after that. */
    @WithDefault("wait")
    String onGap();

    /** For how long deliveries are kept; longer than SQS keeps a message, at most a year. */
    @WithDefault("15d")
    Duration deliveryRetention();

    /** How long a dead letter lives, 1 hour to 3650 days. */
    @WithDefault("14d")
    Duration deadLetterRetention();
  }
}
