package dev.postern.observe;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.ReplicaId;
import dev.postern.log.Log;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Writes one wide line for each batch, at INFO, and for each failure, at WARN, in the category
 * {@value #CATEGORY}. A line that would not be written is not put together. Thread-safe.
 */
final class BatchLog {
  static final String CATEGORY = "dev.postern.batch";

  /** What adapters put before a service's error, to say which call it was. */
  private static final Pattern CALL =
      Pattern.compile("^(DynamoDB|KMS|SQS|GetQueueUrl|ListTopics): ");

  private final Supplier<ReplicaId> replica;
  private final Scheduler scheduler;
  private final Log log;

  BatchLog(Supplier<ReplicaId> replica, Scheduler scheduler, Log log) {
    this.replica = replica;
    this.scheduler = scheduler;
    this.log = log;
  }

  void batch(Supplier<WideLine> line) {
    if (log.isInfo()) {
      line.get().replica(replica.get()).writeAsInfo(log);
    }
  }

  void failure(Supplier<WideLine> line) {
    if (log.isWarn()) {
      line.get().replica(replica.get()).writeAsWarning(log);
    }
  }

  /** The tick from which {@link #since} measures. */
  long begin() {
    return scheduler.ticks();
  }

  Duration since(long began) {
    return Duration.ofNanos(scheduler.ticks() - began);
  }

  /** The code of an error, without the sentence after it, which may quote what was sent. */
  static String code(String error) {
    String coded = CALL.matcher(error).replaceFirst("");
    int end = coded.indexOf(':');
    return end < 0 ? coded : coded.substring(0, end);
  }
}
