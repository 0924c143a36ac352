package dev.postern.subscription;

import dev.postern.flow.Scheduler;
import dev.postern.message.SubscriptionName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Messages for those who ask for them, and what became of each, told by its token at any replica.
 *
 * <p>Thread-safe; never blocks.
 */
public final class Pull {
  /** The most messages that one call asks for. */
  public static final int MOST_MESSAGES = 100;

  /** For how long a call may wait for the first. */
  public static final Duration LONGEST_WAIT = Inbox.LONGEST_WAIT;

  /** The largest result, in bytes of JSON. */
  public static final int MOST_RESULT = 64 * 1024;

  /**
   * A message in the hands of who asked.
   *
   * @param token by which its outcome is told; none where it was deleted before
   */
  public record Received(HandedOver message, Optional<String> token) {}

  /** What telling an outcome came to. */
  public enum Told {
    DONE,
    /** No replica made this token for this subscription, or it was changed. */
    FOREIGN,
    /** It was told before. */
    USED,
    /** The message was the consumer's for so long only; nothing was done. */
    EXPIRED,
    /** The message was handed over again, or extended, since; nothing was done. */
    SUPERSEDED,
    /** It may count or not: to tell it again is safe. */
    UNKNOWN;

    private static Told of(Settled settled) {
      return switch (settled) {
        case DONE -> DONE;
        case USED -> USED;
        case EXPIRED -> EXPIRED;
        case SUPERSEDED -> SUPERSEDED;
        case UNKNOWN -> UNKNOWN;
      };
    }
  }

  /**
   * What an extension came to.
   *
   * @param token takes the place of the one that was given, where it was done
   */
  public record Extended(Told told, Optional<String> token, Instant until) {}

  private final Desks desks;
  private final AckTokens tokens;
  private final Scheduler scheduler;
  private final UsedTokens used;

  public Pull(Desks desks, AckTokens tokens, Scheduler scheduler) {
    this.desks = desks;
    this.tokens = tokens;
    this.scheduler = scheduler;
    this.used = new UsedTokens();
  }

  /**
   * Messages, as soon as there is one.
   *
   * @return none where none came in time; fails with {@link Overcrowded} where too many wait
   */
  public CompletionStage<List<Received>> receive(SubscriptionName subscription, Demand demand) {
    Desk desk = desks.of(subscription);
    return desk.feed()
        .take(demand)
        .thenApply(
            messages ->
                messages.stream()
                    .map(message -> new Received(message, token(desk, message.ticket())))
                    .toList());
  }

  private Optional<String> token(Desk desk, Ticket ticket) {
    return desk.deletesFirst()
        ? Optional.empty()
        : Optional.of(tokens.write(desk.subscription().name(), ticket));
  }

  /**
   * The message is done with.
   *
   * @param result what was made of it, as JSON of at most {@value #MOST_RESULT} bytes
   */
  public CompletionStage<Told> acknowledge(
      SubscriptionName subscription, String token, Optional<String> result) {
    return told(subscription, token, (settling, ticket) -> settling.acknowledge(ticket, result));
  }

  /**
   * The message is handed over again.
   *
   * @param delay whole seconds, not before which
   */
  public CompletionStage<Told> release(
      SubscriptionName subscription, String token, Duration delay) {
    return told(
        subscription,
        token,
        (settling, ticket) -> settling.release(ticket, delay, Optional.empty()));
  }

  /** The message becomes a dead letter. */
  public CompletionStage<Told> reject(SubscriptionName subscription, String token, String reason) {
    return told(
        subscription, token, (settling, ticket) -> settling.reject(ticket, Failure.of(reason)));
  }

  /**
   * The message is the consumer's for longer.
   *
   * @param time whole seconds, from now on
   */
  public CompletionStage<Extended> extend(
      SubscriptionName subscription, String token, Duration time) {
    Reading reading = read(subscription, token);
    if (reading.refused().isPresent()) {
      return CompletableFuture.completedFuture(
          new Extended(reading.refused().get(), Optional.empty(), Instant.EPOCH));
    }
    Ticket ticket = reading.ticket().orElseThrow();
    return desks
        .of(subscription)
        .settling()
        .extend(ticket, time)
        .thenApply(
            extended -> {
              boolean done = extended.settled() == Settled.DONE;
              return new Extended(
                  Told.of(extended.settled()),
                  done
                      ? Optional.of(tokens.write(subscription, extended.ticket()))
                      : Optional.empty(),
                  extended.ticket().until());
            });
  }

  private CompletionStage<Told> told(
      SubscriptionName subscription,
      String token,
      BiFunction<Settling, Ticket, CompletionStage<Settled>> telling) {
    Reading reading = read(subscription, token);
    if (reading.refused().isPresent()) {
      return CompletableFuture.completedFuture(reading.refused().get());
    }
    Ticket ticket = reading.ticket().orElseThrow();
    return telling
        .apply(desks.of(subscription).settling(), ticket)
        .thenApply(
            settled -> {
              if (settled == Settled.DONE) {
                used.add(subscription, ticket);
              }
              return Told.of(settled);
            });
  }

  /** A token's ticket, or why there is nothing to be done with it. */
  private record Reading(Optional<Ticket> ticket, Optional<Told> refused) {
    static Reading refused(Told why) {
      return new Reading(Optional.empty(), Optional.of(why));
    }
  }

  private Reading read(SubscriptionName subscription, String token) {
    Optional<Ticket> ticket = tokens.read(subscription, token);
    if (ticket.isEmpty()) {
      return Reading.refused(Told.FOREIGN);
    }
    if (used.contains(subscription, ticket.get())) {
      return Reading.refused(Told.USED);
    }
    return scheduler.now().isAfter(ticket.get().until())
        ? Reading.refused(Told.EXPIRED)
        : new Reading(ticket, Optional.empty());
  }
}
