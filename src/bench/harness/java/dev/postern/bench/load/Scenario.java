package dev.postern.bench.load;

/**
 * What is asked of a system.
 *
 * @param target the destination: {@code fifo} or {@code standard}
 * @param bytes of each payload
 * @param groups so many, or one
 * @param callers each of which waits for its answer before it asks again
 */
public record Scenario(String target, int bytes, int groups, int callers) {
  /** What is meant by many groups. */
  public static final int MANY = 10_000;

  /** The one that most ratios are of. */
  public static final Scenario MAIN = new Scenario("fifo", 1024, MANY, 256);

  /** The same with larger payloads. */
  public static final Scenario LARGE = new Scenario("fifo", 10_240, MANY, 256);

  /** The same with a single caller. */
  public static final Scenario ALONE = new Scenario("fifo", 1024, MANY, 1);

  /** The same with few: a process that has just started is not asked for more. */
  public static final Scenario FEW = new Scenario("fifo", 1024, MANY, 32);

  /** The same with as many as keep each system busy, however long its answers take. */
  public static final Scenario CROWD = new Scenario("fifo", 1024, MANY, 1024);

  /** Whether the queue takes each message once. */
  public boolean isFifo() {
    return target.equals("fifo");
  }

  @Override
  public String toString() {
    return "%s, %d KB, %s, %d caller%s"
        .formatted(
            target,
            bytes / 1024,
            groups == 1 ? "one group" : groups + " groups",
            callers,
            callers == 1 ? "" : "s");
  }
}
