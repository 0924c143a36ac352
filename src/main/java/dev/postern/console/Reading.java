package dev.postern.console;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How a destination, or several together, fare now: published messages and calls of the last minute
 * at this replica, and what waits.
 *
 * @param rate messages that the broker took, a second
 * @param backlog what waits in lanes; of all replicas
 * @param breaker the state's word, or how many of several are not closed
 */
public record Reading(double rate, Sends sends, Waiting backlog, String breaker) {
  /**
   * What waits; not a number where that is not known.
   *
   * @param oldest seconds
   */
  public record Waiting(double depth, double blockedGroups, double oldest) {
    Waiting plus(Waiting other) {
      return new Waiting(
          sum(depth, other.depth),
          sum(blockedGroups, other.blockedGroups),
          Double.isNaN(oldest) ? other.oldest : Math.max(oldest, other.oldest));
    }

    private static double sum(double one, double other) {
      return Double.isNaN(one) ? other : one + (Double.isNaN(other) ? 0 : other);
    }
  }

  static final Reading NOTHING =
      new Reading(0, Sends.NONE, new Waiting(Double.NaN, Double.NaN, Double.NaN), "closed");

  Reading plus(Reading other) {
    return new Reading(
        rate + other.rate,
        sends.plus(other.sends),
        backlog.plus(other.backlog),
        breaker.equals("closed") ? other.breaker : breaker);
  }

  public String rateText() {
    // Two places where there is little to tell, none where there is much.
    return String.format(
        Locale.ROOT, rate >= 100 || rate == 0 ? "%.0f" : rate < 1 ? "%.2f" : "%.1f", rate);
  }

  public String halfText() {
    return millis(sends.within(0.5));
  }

  public String mostText() {
    return millis(sends.within(0.99));
  }

  public String backlogText() {
    return count(backlog.depth());
  }

  public String blockedText() {
    return count(backlog.blockedGroups());
  }

  public boolean hasBlocked() {
    return backlog.blockedGroups() > 0;
  }

  public boolean isWaiting() {
    return backlog.depth() > 0;
  }

  public String oldestText() {
    return Double.isNaN(backlog.oldest()) || !isWaiting()
        ? Say.NOTHING
        : Say.duration(Duration.ofMillis((long) (backlog.oldest() * 1000)));
  }

  private static String count(double number) {
    return Double.isNaN(number) ? Say.NOTHING : String.format(Locale.ROOT, "%.0f", number);
  }

  private static String millis(OptionalDouble time) {
    if (time.isEmpty()) {
      return Say.NOTHING;
    }
    double millis = time.getAsDouble();
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** As the page's script wants it: numbers to draw, and the words that stand on the page. */
  JsonObject json() {
    JsonObject draw = new JsonObject().put("rate", rate);
    sends.within(0.5).ifPresent(time -> draw.put("p50", time));
    sends.within(0.99).ifPresent(time -> draw.put("p99", time));
    if (!Double.isNaN(backlog.depth())) {
      draw.put("backlog", backlog.depth());
    }
    JsonObject say =
        new JsonObject()
            .put("rate", rateText())
            .put("p50", halfText())
            .put("p99", mostText())
            .put("backlog", backlogText())
            .put("oldest", oldestText())
            .put("blocked", blockedText())
            .put("breaker", Say.plain(breaker));
    return new JsonObject().put("draw", draw).put("say", say);
  }
}
