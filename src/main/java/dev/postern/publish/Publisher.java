package dev.postern.publish;

import dev.postern.broker.Envelope;
import dev.postern.broker.Outbound;
import dev.postern.broker.Sender;
import dev.postern.destination.Destination;
import dev.postern.destination.Numbering;
import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Appender;
import dev.postern.lane.Drainer;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Replicas;
import dev.postern.ledger.Tenure;
import dev.postern.message.Fingerprint;
import dev.postern.message.Flaw;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import dev.postern.message.KeyHash;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Stamp;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Publishes one message as strongly as was asked for.
 *
 * <p>What was answered with a {@linkplain Answer.Tracked tracked} state is durable, and is
 * published or becomes a dead letter with its reason, whatever happens to this process.
 * Thread-safe; never blocks.
 */
public final class Publisher {
  /**
   * How long the store may take beyond a caller's wait before the caller is told that it failed.
   */
  private static final Duration STORE_GRACE = Duration.ofSeconds(5);

  private final Admission admission;
  private final Acceptor acceptor;
  private final Duplicates duplicates;
  private final Course.Means course;

  /** What publishing works with. */
  public record Means(
      Ledger ledger, Lanes lanes, Replicas replicas, Sender sender, Drainer drainer) {}

  /**
   * A publisher.
   *
   * @param tenures gives the tenure that is now this replica's
   */
  public static Publisher of(
      Means means,
      Admission admission,
      Scheduler scheduler,
      Supplier<Tenure> tenures,
      Witness witness) {
    HandOver handOver =
        new HandOver(
            means.ledger(),
            new Appender(means.lanes(), scheduler),
            means.drainer(),
            new Insistence(scheduler));
    return new Publisher(
        admission,
        new Acceptor(
            means.ledger(),
            means.lanes(),
            new Predecessors(means.ledger(), means.replicas(), handOver),
            scheduler,
            tenures),
        new Duplicates(means.ledger(), means.replicas(), handOver, scheduler, tenures),
        new Course.Means(
            means.sender(), handOver, new Settler(means.ledger(), scheduler), scheduler, witness));
  }

  private Publisher(
      Admission admission, Acceptor acceptor, Duplicates duplicates, Course.Means course) {
    this.admission = admission;
    this.acceptor = acceptor;
    this.duplicates = duplicates;
    this.course = course;
  }

  /**
   * Publishes.
   *
   * @throws InvalidMessage where the destination does not take such a message; nothing was done
   */
  public CompletionStage<Answer> publish(Call call) {
    Destination destination = call.destination();
    Message message = destination.checked(call.message());
    checkExpected(call);
    Envelope envelope = envelope(destination, message);
    Fingerprint fingerprint = destination.policy().forms().fingerprint().of(message);
    IdempotencyKey key = key(call, fingerprint);
    Candidate candidate =
        new Candidate(
            destination,
            KeyHash.of(message.tenant(), destination.name(), key),
            new Candidate.Prepared(message, fingerprint, envelope),
            call.expected(),
            times(call.patience()));
    Optional<Admission.Place> place =
        admission.enter(destination, envelope.size(), acceptor.lag(destination));
    if (place.isEmpty()) {
      Answer overloaded = new Answer.Overloaded();
      course.witness().answered(destination, overloaded);
      return CompletableFuture.completedFuture(overloaded);
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    tell(destination, answer);
    work(candidate, answer)
        .whenComplete(
            (done, failure) -> {
              place.get().giveBack();
              if (failure != null) {
                answer.complete(
                    new Answer.StoreFailed(reason(failure), !NotAccepted.isCauseOf(failure)));
              }
            });
    return answer;
  }

  private static void checkExpected(Call call) {
    Destination destination = call.destination();
    if (call.expected().isPresent() && destination.policy().numbering() != Numbering.SEQUENCED) {
      throw new InvalidMessage(
          Flaw.EXPECTED_SEQUENCE_NOT_SUPPORTED,
          Call.EXPECTED_FIELD,
          "not be given: " + destination.name() + " is no sequenced destination");
    }
  }

  /** With the greatest number it could get, so that it surely fits with the one that it gets. */
  private static Envelope envelope(Destination destination, Message message) {
    OptionalLong number =
        destination.isNumbered() ? OptionalLong.of(Long.MAX_VALUE) : OptionalLong.empty();
    return Envelope.of(message, Stamp.of(message, number))
        .checked(destination.limits().maxPayload());
  }

  private void tell(Destination destination, CompletionStage<Answer> answer) {
    answer.thenAccept(told -> course.witness().answered(destination, told));
  }

  private CompletionStage<Void> work(Candidate candidate, CompletableFuture<Answer> answer) {
    if (!candidate.message().terms().guarantee().isTracked()) {
      return sendOnce(candidate).thenAccept(answer::complete);
    }
    Scheduler.Cancellable timer =
        course
            .scheduler()
            .schedule(
                candidate.times().giveUpAt().left(),
                () -> answer.complete(new Answer.StoreFailed("the store did not answer in time")));
    endWith(answer, timer);
    return acceptor
        .accept(candidate)
        .thenCompose(
            acceptance ->
                acceptance.fold(
                    owned -> {
                      course.witness().accepted(candidate.destination());
                      return carry(new Course(course, candidate, owned), answer);
                    },
                    taken ->
                        duplicates.follow(candidate, taken.record()).thenAccept(answer::complete),
                    unexpected -> {
                      answer.complete(new Answer.Unexpected(unexpected.last()));
                      return CompletableFuture.completedFuture(null);
                    }));
  }

  /** Else it would hold on to the message for as long as its caller might have waited. */
  static void endWith(CompletionStage<Answer> answer, Scheduler.Cancellable timer) {
    answer.whenComplete((done, failure) -> timer.cancel());
  }

  private static CompletionStage<Void> carry(Course course, CompletableFuture<Answer> answer) {
    course.answer().thenAccept(answer::complete);
    return course.run();
  }

  /** One attempt, nothing stored; each call is a message of its own, so its id is a fresh one. */
  private CompletionStage<Answer> sendOnce(Candidate candidate) {
    MessageId id = new MessageId(candidate.key(), course.scheduler().now().toEpochMilli());
    Outbound outbound = Outbound.of(id, candidate.message(), candidate.prepared().envelope());
    return course
        .sender()
        .sendOnce(
            candidate.destination(), outbound, () -> !candidate.times().sendUntil().hasPassed())
        .thenApply(
            result ->
                result.fold(
                    accepted ->
                        new Answer.Sent(accepted.brokerMessageId(), accepted.sequenceNumber()),
                    refused -> new Answer.NotPublished(refused.error()),
                    notSent -> new Answer.NotPublished(notSent.error()),
                    unknown -> new Answer.NotKnown(unknown.error())));
  }

  private IdempotencyKey key(Call call, Fingerprint fingerprint) {
    Destination destination = call.destination();
    if (!call.message().terms().guarantee().isTracked()) {
      if (call.key().isPresent()) {
        throw new InvalidMessage(
            Flaw.IDEMPOTENCY_KEY_NOT_TAKEN,
            IdempotencyKey.FIELD,
            "not be given with at-most-once: nothing is kept, so the key would promise what is not"
                + " kept either");
      }
      return freshKey();
    }
    if (call.key().isPresent()) {
      return call.key().get();
    }
    return switch (destination.policy().key()) {
      case REQUIRED ->
          throw new InvalidMessage(
              Flaw.IDEMPOTENCY_KEY_MISSING,
              IdempotencyKey.FIELD,
              "be given: " + destination.name() + " publishes only messages that have a key");
      case OPTIONAL -> freshKey();
      case CONTENT -> new IdempotencyKey(fingerprint.value());
    };
  }

  private IdempotencyKey freshKey() {
    return new IdempotencyKey(
        String.format(
            "%016x%016x",
            course.scheduler().random().nextLong(), course.scheduler().random().nextLong()));
  }

  private Candidate.Times times(Call.Patience patience) {
    Scheduler scheduler = course.scheduler();
    return new Candidate.Times(
        patience.isNone(),
        Deadline.in(patience.waitFor(), scheduler),
        Deadline.in(patience.sendFor(), scheduler),
        Deadline.in(patience.waitFor().plus(STORE_GRACE), scheduler));
  }

  private static String reason(Throwable failure) {
    return String.valueOf(Insistence.cause(failure).getMessage());
  }
}
