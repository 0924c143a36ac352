package dev.postern.bench.process;

import java.util.HashMap;
import java.util.Map;

/**
 * What calls of one operation came to.
 *
 * @param calls of it
 * @param billed requests that SQS or SNS bills
 * @param bytes that were published to SNS
 * @param writeUnits of DynamoDB
 * @param readUnits of DynamoDB
 */
public record Counts(long calls, long billed, long bytes, double writeUnits, double readUnits) {
  /** Nothing. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  /** Both together. */
  public Counts plus(Counts other) {
    return new Counts(
        calls + other.calls,
        billed + other.billed,
        bytes + other.bytes,
        writeUnits + other.writeUnits,
        readUnits + other.readUnits);
  }

  private Counts minus(Counts other) {
    return new Counts(
        calls - other.calls,
        billed - other.billed,
        bytes - other.bytes,
        writeUnits - other.writeUnits,
        readUnits - other.readUnits);
  }

  /** What was counted in between, without operations of which there was none. */
  public static Map<String, Counts> between(Map<String, Counts> before, Map<String, Counts> after) {
    Map<String, Counts> between = new HashMap<>();
    after.forEach(
        (operation, counts) -> {
          Counts more = counts.minus(before.getOrDefault(operation, NONE));
          if (more.calls > 0) {
            between.put(operation, more);
          }
        });
    return between;
  }

  /** All operations together. */
  public static Counts sum(Map<String, Counts> counts) {
    return counts.values().stream().reduce(NONE, Counts::plus);
  }
}
