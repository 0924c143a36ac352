package dev.postern.api;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.postern.subscription.Failure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The bodies that tell what became of messages that were received: up to a hundred each. */
final class Outcomes {
  /** How many one call tells of at most. */
  static final int MOST = 100;

  /** As long as SQS hides a message after its receipt, and what it was hidden for before. */
  private static final int MOST_SECONDS = (int) Duration.ofHours(11).toSeconds();

  private Outcomes() {}

  /** What is told of one message. */
  interface One {
    String ackToken();

    /**
     * Refuses what can't be meant.
     *
     * @throws RefusedRequest naming the member and the limit
     */
    void check();
  }

  /** Messages that are done with. */
  @RegisterForReflection
  public record Acknowledge(List<Acknowledged> messages) {}

  /** One of them, with what was made of it. */
  @RegisterForReflection
  public record Acknowledged(
      String ackToken, @JsonDeserialize(using = ExactJson.class) String result) implements One {
    @Override
    public void check() {
      // The size of the result is its own message's trouble.
    }

    Optional<String> given() {
      return Optional.ofNullable(result);
    }

    int resultBytes() {
      return given().map(text -> text.getBytes(StandardCharsets.UTF_8).length).orElse(0);
    }
  }

  /** Messages to be handed over again. */
  @RegisterForReflection
  public record Release(List<Released> messages) {}

  /** One of them. */
  @RegisterForReflection
  public record Released(String ackToken, Integer delaySeconds) implements One {
    @Override
    public void check() {
      if (delaySeconds != null) {
        within("delaySeconds", delaySeconds, 0, MOST_SECONDS);
      }
    }

    Duration delay() {
      return Duration.ofSeconds(delaySeconds == null ? 0 : delaySeconds);
    }
  }

  /** Messages that are needed for longer. */
  @RegisterForReflection
  public record Extend(List<Extended> messages) {}

  /** One of them. */
  @RegisterForReflection
  public record Extended(String ackToken, Integer seconds) implements One {
    @Override
    public void check() {
      if (seconds == null) {
        throw new RefusedRequest(BodyFault.missing("seconds"));
      }
      within("seconds", seconds, 1, MOST_SECONDS);
    }

    Duration time() {
      return Duration.ofSeconds(seconds);
    }
  }

  /** Messages that will never be taken. */
  @RegisterForReflection
  public record Reject(List<Rejected> messages) {}

  /** One of them. */
  @RegisterForReflection
  public record Rejected(String ackToken, String reason) implements One {
    @Override
    public void check() {
      if (reason == null || reason.isBlank() || reason.length() > Failure.MOST_CHARACTERS) {
        throw malformed("reason", "have 1 to " + Failure.MOST_CHARACTERS + " characters");
      }
    }
  }

  /**
   * The elements of a body.
   *
   * @throws RefusedRequest where there are none, or too many, or one of them can't be meant
   */
  static <T extends One> List<T> checked(List<T> messages) {
    if (messages == null) {
      throw new RefusedRequest(BodyFault.missing("messages"));
    }
    if (messages.isEmpty()
        || messages.size() > MOST
        || messages.stream().anyMatch(one -> one == null)) {
      throw malformed("messages", "have 1 to " + MOST + " elements, each an object");
    }
    messages.forEach(
        one -> {
          if (one.ackToken() == null) {
            throw new RefusedRequest(BodyFault.missing("ackToken"));
          }
          one.check();
        });
    return messages;
  }

  /** The number, if it is within both. */
  static int within(String member, int given, int least, int most) {
    if (given < least || given > most) {
      throw malformed(member, "be a whole number from " + least + " to " + most);
    }
    return given;
  }

  static RefusedRequest malformed(String member, String limit) {
    return new RefusedRequest(
        Problem.of(ProblemType.BODY_MALFORMED, member + " must " + limit + ".")
            .field(member)
            .limit(limit));
  }
}
