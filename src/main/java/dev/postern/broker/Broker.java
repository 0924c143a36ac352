package dev.postern.broker;

import dev.postern.destination.Destination;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The queues and topics behind the destinations. Thread-safe, never blocking. */
public interface Broker {
  /** The most messages that one call takes. */
  int MOST_MESSAGES = 10;

  /**
   * The most bytes that one call takes, bodies and attributes together (Amazon SQS and SNS quotas;
   * SQS takes more today, SNS does not).
   */
  int MOST_BYTES = 256 * 1024;

  /** The most time that one call takes; what is not answered by then is unknown. */
  Duration SEND_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Asks once, without retries, for one to ten messages to be taken, no two of one group on FIFO.
   *
   * <p>The stage never fails: whatever went wrong is in the results, one for each message, in
   * order.
   */
  CompletionStage<List<SendResult>> send(Destination destination, List<Outbound> messages);
}
