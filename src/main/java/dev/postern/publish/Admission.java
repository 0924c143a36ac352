package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.message.DestinationName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds what is under way per destination, from arrival until the work on it has ended. Beyond the
 * bound nothing is accepted. Thread-safe.
 */
public final class Admission {
  /**
   * The bounds of each destination.
   *
   * @param messages under way at the same time
   * @param bytes of their bodies and attributes together
   * @param lag for how long the oldest may wait until writing it begins: whoever is refused at once
   *     costs little, while one who has waited in vain costs a place in a lane, and so makes all
   *     others wait longer
   */
  public record Bounds(int messages, long bytes, Duration lag) {}

  /** One message's place; to be given back once, when the work on it has ended. */
  interface Place {
    void giveBack();
  }

  private static final class Load {
    private int messages;
    private long bytes;
  }

  private final Bounds bounds;
  private final Map<DestinationName, Load> loads = new ConcurrentHashMap<>();

  public Admission(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * A place for a message of that many bytes, or none.
   *
   * @param lag for how long the oldest that came before has waited for its write
   */
  Optional<Place> enter(Destination destination, int size, Duration lag) {
    if (lag.compareTo(bounds.lag()) > 0) {
      return Optional.empty();
    }
    Load load = loads.computeIfAbsent(destination.name(), name -> new Load());
    synchronized (load) {
      if (load.messages >= bounds.messages() || load.bytes + size > bounds.bytes()) {
        return Optional.empty();
      }
      load.messages++;
      load.bytes += size;
    }
    return Optional.of(
        () -> {
          synchronized (load) {
            load.messages--;
            load.bytes -= size;
          }
        });
  }

  /** Messages under way in all. */
  public int underWay() {
    return loads.keySet().stream().mapToInt(this::underWay).sum();
  }

  /** Bytes of messages under way on a destination. */
  public long bytesUnderWay(DestinationName destination) {
    Load load = loads.get(destination);
    if (load == null) {
      return 0;
    }
    synchronized (load) {
      return load.bytes;
    }
  }

  /** Messages under way on a destination. */
  public int underWay(DestinationName destination) {
    Load load = loads.get(destination);
    if (load == null) {
      return 0;
    }
    synchronized (load) {
      return load.messages;
    }
  }
}
