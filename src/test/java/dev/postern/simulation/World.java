package dev.postern.simulation;

import dev.postern.broker.Outbound;
import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.model.ModelQueues;
import dev.postern.model.ModelTable;
import dev.postern.publish.Answer;
import dev.postern.publish.Call;
import dev.postern.publish.InOrder;
import dev.postern.publish.OneOfMany;
import dev.postern.publish.PublishMany;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One store, its queues, the hosts, and what callers see of them. */
final class World implements Around {
  /** What a world is made of. */
  record Plan(
      long seed, Collection<Destination> destinations, ModelTable.Margins margins, Sabotage lie) {}

  final Events events = new Events();
  final RandomGenerator random;
  final Troubles troubles;
  final ModelTable table;
  final ModelQueues queues = new ModelQueues();
  final Destinations destinations;
  final Sabotage sabotage;
  final History history;
  final Checks checks = new Checks(this);
  final List<Host> hosts = new ArrayList<>();
  private final Consumer<String> notes;

  World(Plan plan, Consumer<String> notes) {
    this.random = new SplittableRandom(plan.seed());
    this.troubles = new Troubles(events, random);
    this.table = new ModelTable(plan.margins());
    this.destinations = new Destinations(plan.destinations());
    this.sabotage = plan.lie();
    this.notes = notes;
    this.history = new History(what -> note(() -> what));
    sabotage.services(table, queues);
  }

  /** Where nobody reads the notes. */
  static final Consumer<String> SILENT = note -> {};

  @Override
  public Events events() {
    return events;
  }

  @Override
  public Troubles troubles() {
    return troubles;
  }

  @Override
  public boolean isNoting() {
    return notes != SILENT;
  }

  @Override
  public void note(Supplier<String> note) {
    if (isNoting()) {
      notes.accept(String.format("%12.6f %s", events.now() / 1e9, note.get()));
    }
  }

  Host addHost(SimulatedScheduler.Clocks clocks) {
    return addHost(clocks, destinations);
  }

  /** Adds a host where only those are configured. */
  Host addHost(SimulatedScheduler.Clocks clocks, Destinations known) {
    Host host = new Host(this, hosts.size(), known, clocks);
    hosts.add(host);
    host.start();
    return host;
  }

  void run(Duration time) {
    events.runUntil(events.now() + time.toNanos());
  }

  /** Is it one of those whose fate is kept? The others are published without a record. */
  boolean isTracked(Outbound message) {
    return table.record(message.id().keyHash()).isPresent();
  }

  History.Wanted want(Call call) {
    History.Wanted wanted = new History.Wanted(history.wanted.size(), call);
    history.wanted.add(wanted);
    return wanted;
  }

  /**
   * Asks a host for a message.
   *
   * @param heard told the answer when the caller has it; never, where it is lost
   */
  History.Asked ask(
      History.Wanted wanted,
      int number,
      Call.Patience patience,
      boolean lost,
      Consumer<Answer> heard) {
    History.Asked asked = new History.Asked(events.now(), number);
    wanted.asked.add(asked);
    note(() -> wanted + " asked of host " + number + " waiting " + patience.waitFor());
    Call call =
        new Call(
            wanted.call.destination(),
            wanted.call.key(),
            wanted.call.message(),
            wanted.call.expected(),
            patience);
    events.in(
        latency(),
        () -> {
          Host host = hosts.get(number);
          if (!host.isUp()) {
            return;
          }
          host.process()
              .at(
                  events.now(),
                  () ->
                      host.replica()
                          .publisher()
                          .publish(call)
                          .whenComplete(
                              (answer, failure) -> {
                                if (failure != null) {
                                  history.violated(wanted + " failed: " + failure);
                                  return;
                                }
                                said(wanted, asked, answer, lost, heard);
                              }));
        });
    return asked;
  }

  /**
   * Asks a host for several messages in one request.
   *
   * @param heard told whether all that could be published was, when the caller has the answer;
   *     never, where it is lost
   */
  void askMany(
      List<History.Wanted> all, int number, Call.Patience patience, Consumer<Boolean> heard) {
    events.in(
        latency(),
        () -> {
          Host host = hosts.get(number);
          if (host.isUp()) {
            host.process().at(events.now(), () -> publish(all, number, patience, heard));
          }
        });
  }

  private void publish(
      List<History.Wanted> all, int number, Call.Patience patience, Consumer<Boolean> heard) {
    InOrder request =
        hosts
            .get(number)
            .replica()
            .publishMany()
            .batch(
                all.get(0).destination(),
                new PublishMany.Waiting(
                    patience.waitFor(), Duration.ofSeconds(5), Duration.ofSeconds(25)));
    List<History.Asked> asked =
        all.stream().map(wanted -> new History.Asked(events.now(), number)).toList();
    history.batches.add(new History.Batch(all, asked));
    CompletableFuture<?>[] answers = new CompletableFuture<?>[all.size()];
    for (int i = 0; i < answers.length; i++) {
      int place = i;
      all.get(i).asked.add(asked.get(i));
      answers[i] =
          request
              .publish(all.get(i).call.key(), all.get(i).call.message())
              .thenAccept(result -> said(all, asked, place, result))
              .toCompletableFuture();
    }
    CompletionStage<Void> every = CompletableFuture.allOf(answers);
    every.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            history.violated("a batch failed: " + failure);
            return;
          }
          boolean whole = asked.stream().allMatch(each -> each.answer != null);
          events.in(latency(), () -> heard.accept(whole));
        });
  }

  private void said(
      List<History.Wanted> all, List<History.Asked> asked, int place, OneOfMany result) {
    Destination destination = all.get(place).destination();
    boolean oneAfterTheOther = destination.isOrdered() || destination.isNumbered();
    if (oneAfterTheOther && place + 1 < asked.size()) {
      asked.get(place + 1).at = events.now();
    }
    History.Wanted wanted = all.get(place);
    if (result instanceof OneOfMany.Answered answered) {
      said(wanted, asked.get(place), answered.answer(), true, answer -> {});
    } else {
      note(() -> wanted + " was not begun: " + result);
      wanted.asked.remove(asked.get(place));
    }
  }

  private void said(
      History.Wanted wanted,
      History.Asked asked,
      Answer answer,
      boolean lost,
      Consumer<Answer> heard) {
    asked.saidAt = events.now();
    asked.answer = answer;
    note(() -> wanted + " answered by host " + asked.host + (lost ? ", lost: " : ": ") + answer);
    checks.whenSaid(wanted, asked);
    if (!lost) {
      events.in(
          latency(),
          () -> {
            asked.heardAt = events.now();
            heard.accept(answer);
          });
    }
  }

  Duration latency() {
    return Duration.ofNanos(random.nextLong(5_000_000) + 100_000);
  }
}
