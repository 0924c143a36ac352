package dev.postern.lane;

import dev.postern.ledger.ReplicaId;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import dev.postern.message.Worded;
import java.time.Instant;
import java.util.Optional;

/**
 * How one group of an ordered destination stands.
 *
 * @param depth how many of its messages wait, at most
 * @param first the message that all others wait for
 * @param drainer the id of the replica that publishes them at the moment
 * @param trying how the first message fares
 * @param death why the group is blocked, where it is and was asked for
 */
public record Group(
    GroupId id,
    State state,
    long depth,
    Optional<MessageId> first,
    Optional<String> drainer,
    Trying trying,
    Optional<Outcome.Dead> death) {

  /** Why its messages wait, if they do. */
  public enum State implements Worded {
    /** A person must skip or resume its dead message. */
    BLOCKED,
    /** Its messages are published as soon as the broker takes them. */
    BACKLOGGED,
    /** None waits. */
    CLEAR
  }

  /** How the attempts on the first message fare. */
  public record Trying(int attempts, Optional<Instant> nextAttemptAt, Optional<String> lastError) {}

  static Group of(GroupId id, Head head, Optional<LaneEntry> first) {
    Head.Retry retry = head.retry();
    boolean waits = retry.tries() > 0 && head.blockedBy().isEmpty();
    return new Group(
        id,
        state(head),
        head.depth(),
        head.blockedBy().or(() -> first.flatMap(Group::message)),
        head.holding().holder().map(ReplicaId::value),
        new Trying(
            retry.tries(),
            retry.dueAt().filter(at -> waits),
            retry.lastError().filter(error -> !error.isEmpty())),
        Optional.empty());
  }

  private static State state(Head head) {
    if (head.blockedBy().isPresent()) {
      return State.BLOCKED;
    }
    return head.isClear() ? State.CLEAR : State.BACKLOGGED;
  }

  static Optional<MessageId> message(LaneEntry entry) {
    return entry.fold(waiting -> Optional.of(waiting.message()), tombstone -> Optional.empty());
  }

  /** The same, with the reason for its block. */
  Group blockedBy(Outcome.Dead dead) {
    return new Group(id, state, depth, first, drainer, trying, Optional.of(dead));
  }
}
