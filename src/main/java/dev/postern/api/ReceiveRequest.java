package dev.postern.api;

import dev.postern.subscription.Demand;
import dev.postern.subscription.Pull;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;

/** The body of a call for messages. */
@RegisterForReflection
public record ReceiveRequest(Integer max, Integer maxBytes, Integer waitSeconds) {
  private static final int USUAL_MESSAGES = 10;
  private static final int USUAL_WAIT_SECONDS = 5;

  /** What SQS lets a message have. */
  private static final int LEAST_BYTES = 1;

  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int USUAL_BYTES = 4 * 1024 * 1024;

  /** What is asked for where nothing is said. */
  static final ReceiveRequest USUAL = new ReceiveRequest(null, null, null);

  Demand demand() {
    return new Demand(
        within("max", max, USUAL_MESSAGES, 1, Pull.MOST_MESSAGES),
        within("maxBytes", maxBytes, USUAL_BYTES, LEAST_BYTES, MOST_BYTES),
        Duration.ofSeconds(
            within(
                "waitSeconds",
                waitSeconds,
                USUAL_WAIT_SECONDS,
                0,
                (int) Pull.LONGEST_WAIT.toSeconds())));
  }

  private static int within(String member, Integer given, int usual, int least, int most) {
    return given == null ? usual : Outcomes.within(member, given, least, most);
  }
}
