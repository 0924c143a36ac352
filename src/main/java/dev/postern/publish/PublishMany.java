package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import java.time.Duration;
import java.util.Optional;

/**
 * Publishes the messages of one request as if each had been sent once the one before it was
 * answered. Thread-safe.
 */
public final class PublishMany {
  /** How much longer than it may wait a batch may take before the rest of it is not begun. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Publisher publisher;
  private final Scheduler scheduler;

  /**
   * How long the messages of a request wait.
   *
   * @param each each of them for being published, from its turn on; zero: not at all
   * @param usual how long the first attempts go on for one that does not wait
   * @param most that anything may wait
   */
  public record Waiting(Duration each, Duration usual, Duration most) {}

  public PublishMany(Publisher publisher, Scheduler scheduler) {
    this.publisher = publisher;
    this.scheduler = scheduler;
  }

  /**
   * A request whose messages are all there, and are answered together. None waits beyond the most
   * that anything may wait, counted from now; one whose turn has not come 5 seconds after that is
   * not begun.
   */
  public InOrder batch(Destination destination, Waiting waiting) {
    Turns.End end =
        new Turns.End(
            Deadline.in(waiting.most(), scheduler),
            Deadline.in(waiting.most().plus(GRACE), scheduler));
    return new InOrder(publisher, scheduler, destination, new Turns(waiting, Optional.of(end)));
  }

  /**
   * A request whose messages come and are answered one by one, for as long as it takes. Where too
   * much is under way a message waits for its place, at most the most that anything may wait.
   */
  public InOrder stream(Destination destination, Waiting waiting) {
    return new InOrder(publisher, scheduler, destination, new Turns(waiting, Optional.empty()));
  }
}
