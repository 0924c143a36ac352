package dev.postern.bench.report;

import dev.postern.bench.load.Scenario;
import dev.postern.bench.process.Counts;

/**
 * What AWS asks on demand in us-east-1, as published in November 2026, in dollars for a million.
 * Storage, transfer and free tiers are left out.
 */
public final class Prices {
  private static final double WRITE_UNIT = 0.625;
  private static final double READ_UNIT = 0.125;
  private static final double FIFO_REQUEST = 0.50;
  private static final double STANDARD_REQUEST = 0.40;

  private Prices() {}

  /** Dollars for a million messages, where so many cost this much. */
  public static double perMillion(Scenario scenario, Counts counts, int messages) {
    double request = scenario.isFifo() ? FIFO_REQUEST : STANDARD_REQUEST;
    return (counts.writeUnits() * WRITE_UNIT
            + counts.readUnits() * READ_UNIT
            + counts.billed() * request)
        / messages;
  }
}
