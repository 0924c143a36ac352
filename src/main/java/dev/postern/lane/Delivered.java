package dev.postern.lane;

import dev.postern.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What came of one try at what waits in a lane. */
sealed interface Delivered {
  <T> T fold(Cases<T> cases);

  /** What to do in each case. */
  record Cases<T>(
      Function<Finished, T> finished,
      Function<Died, T> died,
      Function<Failed, T> failed,
      Function<OnItsWay, T> onItsWay,
      Function<Overtaken, T> overtaken) {}

  /** It is published, or there is nothing to publish: its number can be passed. */
  record Finished() implements Delivered {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.finished().apply(this);
    }
  }

  /** It is dead, and its dead letter is listed. */
  record Died(Verdict.Case stand, Outcome.Dead dead) implements Delivered {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.died().apply(this);
    }
  }

  /**
   * It is to be tried again.
   *
   * @param unknownSince when the first attempt began that the broker may have accepted
   * @param ofBroker it was no fault of its own
   */
  record Failed(
      Verdict.Case stand, Optional<Instant> unknownSince, Head.Retry retry, boolean ofBroker)
      implements Delivered {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.failed().apply(this);
    }
  }

  /** It would be dead, but an attempt may still be accepted for so long. */
  record OnItsWay(Verdict.Case stand, Duration left) implements Delivered {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.onItsWay().apply(this);
    }
  }

  /** Another wrote its outcome meanwhile: whoever looks again finds it. */
  record Overtaken() implements Delivered {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.overtaken().apply(this);
    }
  }
}
