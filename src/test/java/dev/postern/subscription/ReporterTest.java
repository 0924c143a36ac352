package dev.postern.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.OnDead;
import dev.postern.destination.Target;
import dev.postern.flow.Scheduler;
import dev.postern.message.DestinationName;
import dev.postern.message.Guarantee;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.model.Line;
import dev.postern.model.ModelDeliveries;
import dev.postern.model.ModelInbox;
import dev.postern.model.ModelSqs;
import dev.postern.model.ModelTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is acknowledged is reported, and reports are no burden on acknowledgements. */
class ReporterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Optional<DestinationName> ORDERS =
      Optional.of(new DestinationName("orders"));

  /** Time that stands until the test lets it pass. */
  private static final class Hand implements Scheduler {
    private record Waiting(Duration delay, Runnable task) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private final RandomGenerator random = new SplittableRandom(1);

    /** Runs what waits for that long at most; not what is asked for meanwhile. */
    void pass(Duration time) {
      List<Waiting> due =
          waiting.stream().filter(each -> each.delay().compareTo(time) <= 0).toList();
      waiting.removeAll(due);
      due.forEach(each -> each.task().run());
    }

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public long ticks() {
      return 0;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      Waiting added = new Waiting(delay, task);
      waiting.add(added);
      return () -> waiting.remove(added);
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  /** A store that answers when the test says so. */
  private static final class Slow implements Reports {
    private final List<List<Report>> calls = new ArrayList<>();
    private final List<CompletableFuture<List<Write>>> answers = new ArrayList<>();

    @Override
    public CompletionStage<List<Write>> write(List<Report> reports) {
      calls.add(reports);
      answers.add(new CompletableFuture<>());
      return answers.get(answers.size() - 1);
    }

    /** Answers the last call. */
    void answer(Write write) {
      int last = calls.size() - 1;
      answers.get(last).complete(calls.get(last).stream().map(each -> write).toList());
    }

    void fail() {
      answers.get(calls.size() - 1).completeExceptionally(new IllegalStateException("no answer"));
    }
  }

  private final Hand time = new Hand();
  private final Slow reports = new Slow();
  private final List<String> unreported = new ArrayList<>();
  private final Reporter reporter = reporter(true);

  private Reporter reporter(boolean reports) {
    Subscription subscription =
        new Subscription(
            new SubscriptionName("fulfilment"),
            new Tenant("shop"),
            new Target.SqsQueue("orders.fifo"),
            new Subscription.Terms(Guarantee.AT_LEAST_ONCE, Ordering.GROUP, OnDead.BLOCK, reports),
            new Subscription.Limits(
                Duration.ofSeconds(30),
                10,
                Duration.ofDays(15),
                Duration.ofDays(14),
                Subscription.Buffer.USUAL),
            Optional.empty());
    ModelInbox inbox = new ModelInbox(new ModelSqs(time::now, time.random()), time, Line.PERFECT);
    Means means =
        new Means(
            subscription,
            new QueueCalls(inbox, subscription, time),
            new DeliveryCalls(
                new ModelDeliveries(new ModelTable(), Line.PERFECT), subscription, time),
            time,
            Duration.ZERO,
            new Told(unreported));
    return new Reporter(means, ORDERS, this.reports);
  }

  private static MessageId id(int number) {
    return new MessageId(new KeyHash("0".repeat(26)), number);
  }

  private static Ticket ticket(String id) {
    return new Ticket(
        new InboundId(id), Optional.empty(), new Ticket.Copy("q", "r"), 1, 0, NOW.plusSeconds(30));
  }

  private boolean isTold(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isDone()
        && !stage.toCompletableFuture().isCompletedExceptionally();
  }

  private CompletionStage<Void> processed(int number) {
    return reporter.processed(ticket(id(number).toString()));
  }

  @Test
  void anAcknowledgementIsReportedBeforeItIsAnswered() {
    CompletionStage<Void> told = processed(1);
    assertThat(isTold(told)).isFalse();

    reports.answer(Reports.Write.WRITTEN);

    assertThat(isTold(told)).isTrue();
    assertThat(reports.calls)
        .containsExactly(
            List.of(
                new Reports.Report(
                    id(1),
                    new Tenant("shop"),
                    ORDERS,
                    new SubscriptionName("fulfilment"),
                    Instant.parse("2026-03-01T12:00:00.123Z"))));
    time.pass(LONG);
    assertThat(reports.calls).hasSize(1);
    assertThat(unreported).isEmpty();
  }

  @Test
  void whatNeedsNoWriteIsNotTriedAgain() {
    CompletionStage<Void> told = processed(1);
    reports.answer(Reports.Write.UNCHANGED);

    time.pass(LONG);

    assertThat(isTold(told)).isTrue();
    assertThat(reports.calls).hasSize(1);
    assertThat(unreported).isEmpty();
  }

  @Test
  void whatPosternDidNotPublishIsNotReported() {
    for (String foreign :
        List.of("5fea7756-0ea4-451a-a703-a558b933e274", "order-42", id(1) + "-gap")) {
      assertThat(isTold(reporter.processed(ticket(foreign)))).isTrue();
    }
    assertThat(reports.calls).isEmpty();
  }

  @Test
  void aSubscriptionThatIsNotToReportDoesNot() {
    assertThat(isTold(reporter(false).processed(ticket(id(1).toString())))).isTrue();
    assertThat(reports.calls).isEmpty();
  }

  @Test
  void aWriteThatFailedIsTriedAgainBehindTheAnswer() {
    CompletionStage<Void> told = processed(1);
    reports.fail();
    assertThat(isTold(told)).isTrue();

    time.pass(LONG);
    reports.answer(Reports.Write.FAILED);
    time.pass(LONG);
    reports.answer(Reports.Write.WRITTEN);
    time.pass(LONG);

    assertThat(reports.calls).hasSize(3);
    assertThat(reports.calls).containsOnly(reports.calls.get(0));
    assertThat(unreported).isEmpty();
  }

  @Test
  void aReportThatCannotBeWrittenIsToldAfterTheLastAttempt() {
    processed(1);
    for (int attempt = 1; attempt < Reporter.MOST_ATTEMPTS; attempt++) {
      reports.fail();
      assertThat(unreported).isEmpty();
      time.pass(LONG);
    }
    reports.fail();
    time.pass(LONG);

    assertThat(reports.calls).hasSize(Reporter.MOST_ATTEMPTS);
    assertThat(unreported).containsExactly(id(1) + ": no answer");
  }

  @Test
  void whoAcknowledgedIsKeptWaitingForASecondAtMost() {
    CompletionStage<Void> told = processed(1);
    time.pass(Reporter.PATIENCE.minusMillis(1));
    assertThat(isTold(told)).isFalse();

    time.pass(Reporter.PATIENCE);

    assertThat(isTold(told)).isTrue();
    assertThat(unreported).isEmpty();
  }

  @Test
  void aCrowdSharesItsCalls() {
    IntStream.range(0, 104).forEach(this::processed);
    int alone = reports.calls.size();

    reports.answer(Reports.Write.WRITTEN);

    assertThat(reports.calls).hasSize(alone + 1);
    assertThat(reports.calls.get(alone)).hasSize(Reports.MOST_WRITES);
  }

  @Test
  void moreThanMayWaitAreToldAtOnceAndLaterOnesAreReportedAgain() {
    IntStream.range(0, Reporter.MOST_WAITING).forEach(this::processed);
    assertThat(unreported).isEmpty();

    CompletionStage<Void> told = processed(Reporter.MOST_WAITING);

    assertThat(isTold(told)).isTrue();
    assertThat(unreported)
        .containsExactly(id(Reporter.MOST_WAITING) + ": too many wait to be written");
    reports.answer(Reports.Write.WRITTEN);
    assertThat(isTold(processed(0))).isFalse();
    assertThat(unreported).hasSize(1);
  }

  /** Writes down what is not reported. */
  private record Told(List<String> unreported) implements DeliveryWitness {
    @Override
    public void handedOver(Subscription subscription, HandedOver message, Duration since) {}

    @Override
    public void settled(Subscription subscription, Ticket ticket, Outcome outcome) {}

    @Override
    public void dropped(Subscription subscription, Inbound message) {}

    @Override
    public void buried(
        Subscription subscription, Inbound message, Poison reason, Optional<Failure> failure) {}

    @Override
    public void lacking(Subscription subscription, Lack lack, boolean passedBy) {}

    @Override
    public void unreported(Subscription subscription, InboundId message, String why) {
      unreported.add(message + ": " + why);
    }
  }
}
