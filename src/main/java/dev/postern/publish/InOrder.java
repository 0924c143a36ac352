package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.message.GroupId;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages of one request, in the order in which they are given.
 *
 * <p>A message's turn comes when the one before it in its group, on an ordered or a numbered
 * destination, and the one before it with its key have been answered; all others are published side
 * by side. Once a message of a group was refused, or may not have been accepted, the later ones of
 * that group are refused for the rest of the request, so that sending the refused ones again keeps
 * their order.
 *
 * <p>Holds on to what is under way, and to the groups of which a message was refused. Thread-safe,
 * where whoever gives the messages gives one after the other; never blocks.
 */
public final class InOrder {
  /** Between two tries to find a place. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private static final CompletionStage<Boolean> NOBODY_BEFORE =
      CompletableFuture.completedFuture(true);

  private final Publisher publisher;
  private final Scheduler scheduler;
  private final Destination destination;
  private final Turns turns;

  private final Map<String, CompletableFuture<OneOfMany>> lastOfLine = new HashMap<>();
  private final Map<IdempotencyKey, CompletableFuture<OneOfMany>> lastOfKey = new HashMap<>();
  private final Set<String> refused = new HashSet<>();

  InOrder(Publisher publisher, Scheduler scheduler, Destination destination, Turns turns) {
    this.publisher = publisher;
    this.scheduler = scheduler;
    this.destination = destination;
    this.turns = turns;
  }

  /** The next message. */
  public CompletionStage<OneOfMany> publish(Optional<IdempotencyKey> key, Message message) {
    Optional<String> line = line(message.group());
    CompletableFuture<OneOfMany> result = new CompletableFuture<>();
    CompletionStage<Boolean> inLine;
    CompletionStage<Boolean> withKey;
    synchronized (this) {
      if (line.filter(refused::contains).isPresent()) {
        return CompletableFuture.completedFuture(new OneOfMany.PredecessorRefused());
      }
      inLine = goesOn(line.map(its -> lastOfLine.put(its, result)));
      withKey = goesOn(key.map(its -> lastOfKey.put(its, result)));
    }
    inLine
        .thenCombine(withKey, (goesOn, whatever) -> goesOn)
        .thenCompose(
            goesOn ->
                goesOn
                    ? turn(key, message)
                    : CompletableFuture.completedFuture(new OneOfMany.PredecessorRefused()))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                result.complete(done);
              } else {
                result.completeExceptionally(failure);
              }
              forget(key, line, result);
            });
    return result;
  }

  /**
   * One that was next, and is refused as it is; the later ones of its group are, too.
   *
   * @param group its own, if that could be read
   */
  public synchronized void refuse(Optional<GroupId> group) {
    line(group).ifPresent(refused::add);
  }

  /**
   * Which messages come one after the other: those of a group where it keeps an order or is
   * counted; where producers are, all of them, since a request is of one.
   */
  private Optional<String> line(Optional<GroupId> group) {
    return switch (destination.policy().numbering()) {
      case CAUSAL -> Optional.of("");
      case SEQUENCED -> group.map(GroupId::value);
      case NONE -> group.map(GroupId::value).filter(any -> destination.isOrdered());
    };
  }

  /** Groups whose later messages are refused. */
  public synchronized int refusedGroups() {
    return refused.size();
  }

  private static CompletionStage<Boolean> goesOn(Optional<CompletableFuture<OneOfMany>> before) {
    return before
        .<CompletionStage<Boolean>>map(
            result ->
                result.handle((done, failure) -> failure == null && done.accept(GoesOn.READER)))
        .orElse(NOBODY_BEFORE);
  }

  private synchronized void forget(
      Optional<IdempotencyKey> key, Optional<String> line, CompletableFuture<OneOfMany> result) {
    key.ifPresent(its -> lastOfKey.remove(its, result));
    line.ifPresent(
        its -> {
          lastOfLine.remove(its, result);
          boolean goesOn =
              !result.isCompletedExceptionally() && result.join().accept(GoesOn.READER);
          if (!goesOn) {
            refused.add(its);
          }
        });
  }

  private CompletionStage<OneOfMany> turn(Optional<IdempotencyKey> key, Message message) {
    if (turns.areOver()) {
      return CompletableFuture.completedFuture(new OneOfMany.NotBegun());
    }
    return begin(
        new Call(destination, key, message, turns.patience()), turns.placeUntil(scheduler));
  }

  private CompletionStage<OneOfMany> begin(Call call, Deadline placeUntil) {
    CompletionStage<Answer> answered;
    try {
      answered = publisher.publish(call);
    } catch (InvalidMessage reason) {
      return CompletableFuture.completedFuture(new OneOfMany.Refused(reason));
    }
    return answered.thenCompose(
        answer ->
            answer instanceof Answer.Overloaded && !placeUntil.hasPassed()
                ? scheduler.after(LOOK_EVERY).thenCompose(now -> begin(call, placeUntil))
                : CompletableFuture.completedFuture(new OneOfMany.Answered(answer)));
  }
}
