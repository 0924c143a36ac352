package dev.postern.bench.report;

import dev.postern.bench.load.Scenario;
import dev.postern.bench.load.Target;
import dev.postern.bench.process.Counts;

/**
 * What AWS asks on demand in us-east-1, as the price lists of DynamoDB and SQS had them in November
 * 2026, in dollars for a million; those of SNS were not looked up there. Storage, transfer, free
 * tiers and what a topic delivers to its subscribers are left out.
 */
public final class Prices {
  private static final double WRITE_UNIT = 0.625;
  private static final double READ_UNIT = 0.125;
  private static final double QUEUE_FIFO_REQUEST = 0.50;
  private static final double QUEUE_STANDARD_REQUEST = 0.40;

  /** Each begun 64 KB of a call is a request, as with SQS. */
  private static final double TOPIC_FIFO_REQUEST = 0.30;

  /** Of FIFO topics: 0.017 dollars for a gigabyte. */
  private static final double TOPIC_FIFO_BYTE = 0.017 / 1e9 * 1e6;

  private Prices() {}

  /** Dollars for a million messages, where so many cost this much. */
  public static double perMillion(Scenario scenario, Counts counts, int messages) {
    return (counts.writeUnits() * WRITE_UNIT
            + counts.readUnits() * READ_UNIT
            + counts.billed() * request(scenario.target())
            + counts.bytes() * TOPIC_FIFO_BYTE)
        / messages;
  }

  private static double request(Target target) {
    return switch (target) {
      case FIFO_QUEUE -> QUEUE_FIFO_REQUEST;
      case STANDARD_QUEUE -> QUEUE_STANDARD_REQUEST;
      case FIFO_TOPIC -> TOPIC_FIFO_REQUEST;
    };
  }
}
