package dev.postern.bench.report;

import dev.postern.bench.load.Scenario;
import dev.postern.bench.process.Counts;
import java.util.List;
import java.util.Map;

/**
 * The figures of one run of one system in one scenario.
 *
 * @param system its name
 * @param scenario what was asked of it
 * @param speed how fast it was
 * @param effort what it took of the machine
 * @param bill what it called of AWS
 */
public record Run(String system, Scenario scenario, Speed speed, Effort effort, Bill bill) {

  /** Where the distribution of latencies is looked at. */
  public static final List<Double> PERCENTILES =
      List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.99);

  /**
   * Of the measured time.
   *
   * @param perSecond messages
   * @param percentiles of latency in milliseconds, at {@link #PERCENTILES}
   * @param failed requests of the whole run
   * @param deferred answers of the whole run that said durable, not published
   */
  public record Speed(double perSecond, List<Double> percentiles, int failed, int deferred) {
    /** The median in milliseconds. */
    public double p50() {
      return at(50.0);
    }

    /** What one in a hundred is slower than, in milliseconds. */
    public double p99() {
      return at(99.0);
    }

    /** What one in a thousand is slower than, in milliseconds. */
    public double p999() {
      return at(99.9);
    }

    private double at(double percentile) {
      return percentiles.get(PERCENTILES.indexOf(percentile));
    }
  }

  /**
   * Of the measured time.
   *
   * @param cpuPerThousand seconds of the process for 1,000 messages
   * @param allocated bytes for a message
   * @param busy the share of its processor that it used
   * @param restBusy the share of theirs that the services of AWS and the load used
   * @param othersBusy processors that anything else on the machine used
   */
  public record Effort(
      double cpuPerThousand, double allocated, double busy, double restBusy, double othersBusy) {}

  /**
   * Of the whole run.
   *
   * @param counts by operation
   * @param messages that these calls were for
   */
  public record Bill(Map<String, Counts> counts, int messages) {
    private Counts sum() {
      return Counts.sum(counts);
    }
  }

  /** Calls to AWS for a message. */
  public double callsPerMessage() {
    return (double) bill.sum().calls() / bill.messages;
  }

  /** Write units of DynamoDB for a message. */
  public double writeUnits() {
    return bill.sum().writeUnits() / bill.messages;
  }

  /** Read units of DynamoDB for a message. */
  public double readUnits() {
    return bill.sum().readUnits() / bill.messages;
  }

  /** Dollars for a million messages. */
  public double dollars() {
    return Prices.perMillion(scenario, bill.sum(), bill.messages);
  }
}
