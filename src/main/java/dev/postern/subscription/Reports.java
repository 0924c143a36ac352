package dev.postern.subscription;

import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Writes on the records of messages that subscriptions have acknowledged them.
 *
 * <p>A report adds to its record and changes nothing else that stands there, whoever writes to it
 * at the same time. Each may be repeated safely: what was written first stays. Adapters do not
 * retry by themselves. Thread-safe, never blocking.
 */
public interface Reports {
  /** How many are written by one call at most. */
  int MOST_WRITES = 25;

  /** What became of a write. */
  enum Write {
    WRITTEN,
    /** It stands there already, or there is no record that it is about; nothing was done. */
    UNCHANGED,
    /** Not known to be written. */
    FAILED
  }

  /**
   * One acknowledgement. It is about the record of this very message, of this tenant and, where one
   * is given, of this destination, unless that has expired by then: an id alone may be forged.
   *
   * @param destination empty where messages of any may come to the subscription
   */
  record Report(
      MessageId message,
      Tenant tenant,
      Optional<DestinationName> destination,
      SubscriptionName subscription,
      Instant at) {}

  /**
   * Writes each, or not, by itself. A stage that fails leaves it open which were written.
   *
   * @param reports at most 25, of different messages
   * @return for each, in order, what became of it
   */
  CompletionStage<List<Write>> write(List<Report> reports);
}
