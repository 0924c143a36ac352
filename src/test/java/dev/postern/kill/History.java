package dev.postern.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What callers asked and were answered. Times are numbers of one counter for all callers, so that
 * "had the answer before it sent" is a comparison. Thread-safe.
 */
final class History {
  /**
   * One call.
   *
   * @param sentAt before anything of it left
   * @param endedAt after all of its answer was there; the connection may have broken instead
   * @param status 0 where there was no answer
   * @param answer empty where the answer is none about a message
   */
  record Call(
      String gateway,
      String prefer,
      long sentAt,
      long endedAt,
      long endedMillis,
      int status,
      Optional<MessageAnswer> answer,
      String trouble) {
    boolean isPromise() {
      return status == 201 || status == 202;
    }
  }

  /** What an answer says about a message. */
  record MessageAnswer(
      String id, String status, boolean replayed, boolean possibleDuplicate, String brokerId) {}

  /** A message that a caller wanted published, under one key, in one or more calls. */
  static final class Wanted {
    final String destination;
    final String key;
    final Optional<String> group;
    final Optional<String> guarantee;
    private final List<Call> calls = new ArrayList<>();

    Wanted(String destination, String key, Optional<String> group, Optional<String> guarantee) {
      this.destination = destination;
      this.key = key;
      this.group = group;
      this.guarantee = guarantee;
    }

    synchronized void add(Call call) {
      calls.add(call);
    }

    synchronized List<Call> calls() {
      return List.copyOf(calls);
    }

    boolean isAnswered() {
      return calls().stream().anyMatch(Call::isPromise);
    }

    /** The id that its answers name; the checker compares them. */
    Optional<String> id() {
      return calls().stream()
          .filter(Call::isPromise)
          .flatMap(call -> call.answer().stream())
          .map(MessageAnswer::id)
          .findFirst();
    }

    long firstSentAt() {
      return calls().stream().mapToLong(Call::sentAt).min().orElse(Long.MAX_VALUE);
    }

    long firstAnsweredAt() {
      return calls().stream()
          .filter(Call::isPromise)
          .mapToLong(Call::endedAt)
          .min()
          .orElse(Long.MAX_VALUE);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(destination + " " + key + " of " + group);
      calls().forEach(call -> text.append("\n      ").append(call));
      return text.toString();
    }
  }

  private final AtomicLong clock = new AtomicLong();
  private final ConcurrentLinkedQueue<Wanted> wanted = new ConcurrentLinkedQueue<>();

  long tick() {
    return clock.incrementAndGet();
  }

  Wanted want(Wanted message) {
    wanted.add(message);
    return message;
  }

  List<Wanted> all() {
    return List.copyOf(wanted);
  }
}
