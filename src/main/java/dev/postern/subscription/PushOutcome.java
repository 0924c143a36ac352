package dev.postern.subscription;

import dev.postern.flow.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** What an endpoint's answer means for the message, and for those after it. */
sealed interface PushOutcome {
  /** Before a message is tried again: a second at first, five minutes at last. */
  Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5));

  /** The longest that an endpoint may put off. */
  Duration LONGEST_PUT_OFF = Duration.ofHours(1);

  /** The message is done with. */
  record Acknowledged(Optional<String> result) implements PushOutcome {}

  /**
   * It is tried again.
   *
   * @param putOff nothing else is sent for so long either, where the endpoint says so
   */
  record Again(Duration delay, Failure failure, Optional<Duration> putOff) implements PushOutcome {}

  /**
   * It will never be taken.
   *
   * @param gone nothing else will be either
   */
  record Rejected(Failure failure, boolean gone) implements PushOutcome {}

  /** What a result of that attempt means. */
  static PushOutcome of(
      Endpoint.Result result, Subscription.Push push, int attempt, RandomGenerator random) {
    return result.fold(
        new Endpoint.Cases<>() {
          @Override
          public PushOutcome answered(Endpoint.Answered answered) {
            return PushOutcome.answered(answered, push, BACKOFF.after(attempt, random));
          }

          @Override
          public PushOutcome failed(Endpoint.Failed failed) {
            return again(BACKOFF.after(attempt, random), Failure.of(failed.error()));
          }
        });
  }

  private static PushOutcome answered(
      Endpoint.Answered answered, Subscription.Push push, Duration backoff) {
    int status = answered.status();
    Failure failure = new Failure(OptionalInt.of(status), "the endpoint answered " + status);
    if (status / 100 == 2) {
      return new Acknowledged(answered.cut() ? Optional.empty() : JsonText.of(answered.body()));
    }
    if (status == 410) {
      return new Rejected(failure, true);
    }
    boolean slowDown = status == 429 || status == 503;
    if (slowDown && answered.retryAfter().isPresent()) {
      Duration asked = answered.retryAfter().get();
      Duration putOff = asked.compareTo(LONGEST_PUT_OFF) > 0 ? LONGEST_PUT_OFF : asked;
      return new Again(wholeSeconds(putOff), failure, Optional.of(putOff));
    }
    boolean passing = status == 408 || status == 425 || slowDown;
    if (status / 100 == 4 && !passing && push.calls().rejectedBy4xx()) {
      return new Rejected(failure, false);
    }
    return again(backoff, failure);
  }

  private static Again again(Duration delay, Failure failure) {
    return new Again(wholeSeconds(delay), failure, Optional.empty());
  }

  /** As the queue counts; not less than was meant. */
  private static Duration wholeSeconds(Duration time) {
    return Duration.ofSeconds(time.plusMillis(999).toSeconds());
  }
}
