package dev.postern.subscription;

import dev.postern.message.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The HTTP endpoints that messages are pushed to.
 *
 * <p>Never fails: whatever happens is one of the results. Ends within the subscription's timeout,
 * counted from the call, name resolution included. Redirects are not followed. Thread-safe, never
 * blocking.
 */
public interface Endpoint {
  /** The most that is read of an answer's body; what is longer is cut. */
  int MOST_ANSWER = 64 * 1024;

  /**
   * What is to be sent.
   *
   * @param attempt from 1
   */
  record Push(Inbound message, int attempt) {}

  /** What came of it. */
  sealed interface Result {
    <T> T fold(Cases<T> cases);

    /** Does the result say that the endpoint is down, or has too much to do? */
    default boolean isEndpointsTrouble() {
      return fold(
          new Cases<>() {
            @Override
            public Boolean answered(Answered answered) {
              return answered.status() == 429 || answered.status() / 100 == 5;
            }

            @Override
            public Boolean failed(Failed failed) {
              return true;
            }
          });
    }
  }

  /** One answer for each result. */
  interface Cases<T> {
    T answered(Answered answered);

    T failed(Failed failed);
  }

  /**
   * The endpoint answered.
   *
   * @param retryAfter as the endpoint said, never negative
   * @param body at most 64 KiB of it
   * @param cut whether the answer had more
   */
  record Answered(int status, Optional<Duration> retryAfter, Bytes body, boolean cut)
      implements Result {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.answered(this);
    }
  }

  /**
   * There was no answer, or no call.
   *
   * @param error in one line, without addresses that the endpoint's owner does not know
   */
  record Failed(String error) implements Result {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.failed(this);
    }
  }

  /** Sends a message. */
  CompletionStage<Result> send(Subscription subscription, Push push);
}
