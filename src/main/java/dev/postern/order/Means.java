package dev.postern.order;

import dev.postern.flow.Scheduler;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What one subscription's order is kept with. */
record Means(Subscription subscription, Rule rule, Inbox queue, TrackCalls calls, Process process) {
  Scheduler scheduler() {
    return process.scheduler();
  }

  /** The time as it is stored. */
  Instant now() {
    return process.scheduler().now().truncatedTo(ChronoUnit.MILLIS);
  }

  TrackId track(String key) {
    return new TrackId(subscription.name(), key);
  }

  /** Is its message in somebody's hands? Of another process's lease only that one's clock tells. */
  boolean isHeld(Track track) {
    return track
        .turns()
        .out()
        .filter(
            out -> {
              Duration margin =
                  out.holder().equals(process.name()) ? Duration.ZERO : process.maxClockSkew();
              return out.until().plus(margin).isAfter(now());
            })
        .isPresent();
  }
}
