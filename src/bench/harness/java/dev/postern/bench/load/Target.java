package dev.postern.bench.load;

/** What messages are published to. Each is a destination of every system that runs it. */
public enum Target {
  /** A FIFO queue of SQS. */
  FIFO_QUEUE("fifo", true),
  /** A standard queue of SQS. */
  STANDARD_QUEUE("standard", false),
  /** A FIFO topic of SNS. */
  FIFO_TOPIC("topic", true);

  private final String destination;
  private final boolean fifo;

  Target(String destination, boolean fifo) {
    this.destination = destination;
    this.fifo = fifo;
  }

  /** The name by which callers know it. */
  public String destination() {
    return destination;
  }

  /** Whether it takes each message once, and keeps the order of each group. */
  public boolean isFifo() {
    return fifo;
  }
}
