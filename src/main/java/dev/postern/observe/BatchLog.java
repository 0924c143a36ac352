package dev.postern.observe;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.ReplicaId;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;

/**
 * Writes one wide line for each batch, at INFO, and for each failure, at WARN, in the category
 * {@value #CATEGORY}. Where the log is JSON the keys are members of {@code mdc}; elsewhere they
 * stand in the line. Thread-safe.
 */
final class BatchLog {
  static final String CATEGORY = "dev.postern.batch";

  /** What adapters put before a service's error, to say which call it was. */
  private static final Pattern CALL = Pattern.compile("^(DynamoDB|GetQueueUrl): ");

  private final Logger logger = Logger.getLogger(CATEGORY);
  private final Supplier<ReplicaId> replica;
  private final Scheduler scheduler;
  private final boolean isJson;

  BatchLog(Supplier<ReplicaId> replica, Scheduler scheduler, boolean isJson) {
    this.replica = replica;
    this.scheduler = scheduler;
    this.isJson = isJson;
  }

  void batch(WideLine line) {
    write(org.jboss.logmanager.Level.INFO, line);
  }

  void failure(WideLine line) {
    write(org.jboss.logmanager.Level.WARN, line);
  }

  private void write(Level level, WideLine line) {
    if (!logger.isLoggable(level)) {
      return;
    }
    line.replica(replica.get());
    ExtLogRecord written =
        new ExtLogRecord(
            level,
            isJson ? line.event() : line.text(),
            ExtLogRecord.FormatStyle.NO_FORMAT,
            BatchLog.class.getName());
    line.members().forEach(written::putMdc);
    logger.logRaw(written);
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
