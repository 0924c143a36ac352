package dev.postern.destination;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code postern.destinations.<name>.…}; names have 1 to 64 characters of a-z, 0-9 and -. */
@ConfigMapping(prefix = "postern.destinations")
public interface DestinationConfig {
  @WithParentName
  Map<String, Entry> byName();

  /** One destination; exactly one of {@link #sqsQueue} and {@link #snsTopic} is set. */
  interface Entry {
    /** Queue name or URL; FIFO by its {@code .fifo} ending. */
    Optional<String> sqsQueue();

    /** Topic name or ARN; FIFO by its {@code .fifo} ending. */
    Optional<String> snsTopic();

    /** The one tenant that it belongs to. */
    @WithDefault("default")
    String tenant();

    /** The guarantee where a caller asks for none: exactly-once on FIFO, else at-least-once. */
    Optional<String> guarantee();

    /** The guarantees that callers may ask for: all that the queue or topic can give. */
    Optional<Set<String>> guarantees();

    /** {@code required}, {@code optional} or {@code content}. */
    @WithDefault("required")
    String idempotencyKey();

    /** How long key, status and payload live; at least one hour. */
    @WithDefault("24h")
    Duration retention();

    /** How long a dead letter lives, from death on; at least one hour. */
    @WithDefault("14d")
    Duration deadLetterRetention();

    /** {@code bytes} or {@code canonical-json}. */
    @WithDefault("bytes")
    String fingerprint();

    /** How CloudEvents travel: {@code structured} or {@code binary}. */
    @WithDefault("structured")
    String cloudevents();

    /** Whether each message gets the next number of its group at its acceptance. */
    @WithDefault("false")
    String sequenced();

    /** Whether each message gets a clock of what its producer had seen; not with sequenced. */
    @WithDefault("false")
    String causal();

    /** Bytes of body (after base64) and attributes, 1 KiB to 350 KiB. */
    @WithDefault("256K")
    MemorySize maxPayload();

    /** Sends before a message dies, 1 to 1000. */
    @WithDefault("20")
    int maxAttempts();

    /** From acceptance until a message dies; at least one second. */
    @WithDefault("24h")
    Duration maxAge();

    /** {@code block} or {@code skip}; block on FIFO, else skip. */
    Optional<String> onDead();

    /** Batches in flight per replica, 1 to 256. */
    @WithDefault("16")
    int inFlightBatches();
  }
}
