package dev.postern.bench.load;

/**
 * What is asked of a system.
 *
 * @param target where the messages go
 * @param content of the payloads
 * @param bytes of each payload
 * @param groups so many, or one
 * @param callers each of which waits for its answer before it asks again
 */
public record Scenario(Target target, Content content, int bytes, int groups, int callers) {
  /** What is meant by many groups. */
  public static final int MANY = 10_000;

  /** The one that most ratios are of. */
  public static final Scenario MAIN = new Scenario(Target.FIFO_QUEUE, 1024, MANY, 256);

  /** The same with larger payloads. */
  public static final Scenario LARGE = new Scenario(Target.FIFO_QUEUE, 10_240, MANY, 256);

  /** The same with a single caller. */
  public static final Scenario ALONE = new Scenario(Target.FIFO_QUEUE, 1024, MANY, 1);

  /** The same with few: a process that has just started is not asked for more. */
  public static final Scenario FEW = new Scenario(Target.FIFO_QUEUE, 1024, MANY, 32);

  /** The same with as many as keep each system busy, however long its answers take. */
  public static final Scenario CROWD = new Scenario(Target.FIFO_QUEUE, 1024, MANY, 1024);

  /** The main one, to a topic. */
  public static final Scenario TOPIC = new Scenario(Target.FIFO_TOPIC, 1024, MANY, 256);

  /** The large one, with payloads that compress well. */
  public static final Scenario ORDERS =
      new Scenario(Target.FIFO_QUEUE, Content.ORDERS, 10_240, MANY, 256);

  /** With payloads that hardly compress. */
  public Scenario(Target target, int bytes, int groups, int callers) {
    this(target, Content.NOISE, bytes, groups, callers);
  }

  /** Whether what they go to takes each message once. */
  public boolean isFifo() {
    return target.isFifo();
  }

  @Override
  public String toString() {
    return "%s, %d KB%s, %s, %d caller%s"
        .formatted(
            target.destination(),
            bytes / 1024,
            content == Content.ORDERS ? " of orders" : "",
            groups == 1 ? "one group" : groups + " groups",
            callers,
            callers == 1 ? "" : "s");
  }
}
