package dev.postern.simulation;

import dev.postern.message.GroupId;
import dev.postern.model.ModelSqs;
import dev.postern.model.ModelTable;
import dev.postern.order.Track;
import dev.postern.subscription.Demand;
import dev.postern.subscription.Endpoint;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Pull;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One queue, its subscription, the replicas that serve it, and what its consumers see of it. */
final class ConsumerWorld implements Around {
  private final Events events = new Events();
  private final Troubles troubles;
  private final Consumer<String> notes;
  final RandomGenerator random;
  final ModelTable table = new ModelTable();
  final ModelSqs sqs;
  final Subscription subscription;
  final ConsumerSabotage sabotage;
  final List<ConsumerHost> hosts = new ArrayList<>();
  final Map<InboundId, Sent> sent = new LinkedHashMap<>();
  final List<String> violations = new ArrayList<>();
  private int answers;
  private boolean honest;
  private final ConsumerChecks checks = new ConsumerChecks(this);

  ConsumerWorld(
      long seed, Subscription subscription, ConsumerSabotage sabotage, Consumer<String> notes) {
    this.random = new SplittableRandom(seed);
    this.troubles = new Troubles(events, random);
    this.sqs = new ModelSqs(events::instant, random);
    this.subscription = subscription;
    this.sabotage = sabotage;
    this.notes = notes;
    sabotage.services(table);
  }

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
    return notes != World.SILENT;
  }

  @Override
  public void note(Supplier<String> note) {
    if (isNoting()) {
      notes.accept(String.format("%12.6f %s", events.now() / 1e9, note.get()));
    }
  }

  ConsumerChecks checks() {
    return checks;
  }

  void violated(String what) {
    note(() -> "VIOLATED " + what);
    violations.add(what);
  }

  ConsumerHost addHost(SimulatedScheduler.Clocks clocks) {
    ConsumerHost host = new ConsumerHost(this, hosts.size(), clocks);
    hosts.add(host);
    host.start();
    return host;
  }

  void run(Duration time) {
    events.runUntil(events.now() + time.toNanos());
  }

  /** Puts a message on the queue; again, where it is there already. */
  void send(Planned planned) {
    if (!planned.mark()) {
      sent.computeIfAbsent(planned.id(), id -> new Sent(planned));
    }
    note(() -> planned + " is sent");
    sqs.put(subscription.queue(), planned.message(events.instant()));
  }

  /** Asks a host, which may be down; never heard of then. */
  <T> void ask(
      ConsumerHost host, Function<ConsumerHost, CompletionStage<T>> call, Consumer<T> said) {
    events.in(
        latency(),
        () -> {
          if (!host.isUp()) {
            return;
          }
          host.process()
              .at(
                  events.now(),
                  () ->
                      call.apply(host)
                          .whenComplete(
                              (answer, failure) -> {
                                if (failure == null) {
                                  said.accept(answer);
                                } else {
                                  note(() -> "host " + host.number() + " failed: " + failure);
                                }
                              }));
        });
  }

  /** Does nothing go wrong any more? */
  boolean isHonest() {
    return honest;
  }

  void makeGood() {
    honest = true;
    troubles.end();
  }

  /** The endpoint was called. */
  void pushed(Endpoint.Push push) {
    note(() -> push.message() + " is pushed, attempt " + push.attempt());
    checks.whenHandedOver(push.message(), push.attempt(), events.now());
  }

  /** Nobody waits for the endpoint's answer any more. */
  void givenUp(Endpoint.Push push) {
    sent.get(push.message().id()).outUntil = -1;
  }

  /** The endpoint answers, whoever hears of it. */
  Endpoint.Answered answered(Endpoint.Push push, int status) {
    Sent message = sent.get(push.message().id());
    String body = "{\"of\":\"" + message.id + "\",\"answer\":" + ++answers + "}";
    message.outUntil = -1;
    if (status == 200) {
      message.acknowledging = true;
      message.recorded.add(body);
    }
    note(() -> message.id + " is answered " + status + " " + body);
    return PushedTo.answer(status, body);
  }

  /** Asks for messages; who asked hears of them unless the answer is lost. */
  void receive(
      ConsumerHost host, Demand demand, boolean lost, Consumer<List<Pull.Received>> heard) {
    long begun = events.now();
    ask(
        host,
        up -> up.pull().receive(subscription.name(), demand),
        received -> {
          received.forEach(
              each -> {
                note(() -> "host " + host.number() + " hands over " + each.message());
                checks.whenHandedOver(
                    each.message().message(), each.message().ticket().attempt(), begun);
              });
          if (!lost) {
            events.in(latency(), () -> heard.accept(received));
          }
        });
  }

  /** Acknowledges, with a result that no other hand-over has. */
  void acknowledge(
      ConsumerHost host, Pull.Received received, boolean lost, Consumer<Pull.Told> heard) {
    Sent message = sent.get(received.message().message().id());
    String result = "\"" + message.id + " " + received.message().ticket().copy().receipt() + "\"";
    message.acknowledging = true;
    message.outUntil = -1;
    ask(
        host,
        up ->
            up.pull()
                .acknowledge(
                    subscription.name(), received.token().orElseThrow(), Optional.of(result)),
        told -> {
          note(() -> message.id + " acknowledged: " + told + (lost ? ", lost" : ""));
          if (told == Pull.Told.DONE) {
            message.recorded.add(result);
          }
          if (!lost) {
            events.in(
                latency(),
                () -> {
                  if (told == Pull.Told.DONE && message.acknowledgedAt < 0) {
                    message.acknowledgedAt = events.now();
                  }
                  heard.accept(told);
                });
          }
        });
  }

  void release(ConsumerHost host, Pull.Received received, Duration delay) {
    sent.get(received.message().message().id()).outUntil = -1;
    ask(
        host,
        up -> up.pull().release(subscription.name(), received.token().orElseThrow(), delay),
        told -> note(() -> received.message().message().id() + " released: " + told));
  }

  void reject(ConsumerHost host, Pull.Received received) {
    InboundId id = received.message().message().id();
    sent.get(id).outUntil = -1;
    ask(
        host,
        up -> up.pull().reject(subscription.name(), received.token().orElseThrow(), "no"),
        told -> note(() -> id + " rejected: " + told));
  }

  void extend(
      ConsumerHost host,
      Pull.Received received,
      Duration time,
      Consumer<Optional<Pull.Received>> heard) {
    ask(
        host,
        up -> up.pull().extend(subscription.name(), received.token().orElseThrow(), time),
        extended -> {
          note(() -> received.message().message().id() + " extended: " + extended.told());
          if (extended.told() == Pull.Told.DONE) {
            checks.whenExtended(received.message().message(), time);
          }
          Optional<Pull.Received> longer =
              extended
                  .token()
                  .map(token -> new Pull.Received(received.message(), extended.token()));
          events.in(latency(), () -> heard.accept(longer));
        });
  }

  /** A person decides about a dead letter. */
  void decide(ConsumerHost host, InboundId id, boolean delete) {
    if (delete) {
      sent.get(id).givenUp = true;
    } else {
      sent.get(id).redriven = true;
    }
    ask(
        host,
        up ->
            delete
                ? up.letterBox().delete(subscription, id)
                : up.letterBox().redrive(subscription, id),
        decided -> note(() -> id + (delete ? " deleted: " : " redriven: ") + decided));
  }

  /** A person passes missing numbers by. */
  void passBy(ConsumerHost host, Track lacking) {
    Track.Gap gap = lacking.gap().orElseThrow();
    ask(
        host,
        up -> up.gaps().passBy(subscription, lacking.id().key(), gap.upTo()),
        passed -> note(() -> lacking.id() + " passed by to " + gap.upTo() + ": " + passed));
  }

  /** Those that are dead letters now. */
  Set<InboundId> letters() {
    Set<InboundId> ids = new HashSet<>();
    table.letters(subscription.name()).keySet().forEach(place -> ids.add(place.message()));
    return ids;
  }

  Duration latency() {
    return Duration.ofNanos(random.nextLong(5_000_000) + 100_000);
  }

  ConsumerHost anyHost() {
    return hosts.get(random.nextInt(hosts.size()));
  }

  /** What lies on the queue, by group, in order. */
  Map<GroupId, List<InboundId>> leftByGroup() {
    Map<GroupId, List<InboundId>> left = new HashMap<>();
    sqs.left(subscription.queue())
        .forEach(
            each ->
                left.computeIfAbsent(each.group().orElseThrow(), any -> new ArrayList<>())
                    .add(each.id()));
    return left;
  }

  /** Somebody pauses the subscription, or has it go on. */
  void pause(ConsumerHost host, boolean pause) {
    ask(
        host,
        up ->
            pause
                ? up.pushers().pause(subscription.name(), "by hand")
                : up.pushers().resume(subscription.name()),
        done -> note(() -> pause ? "paused" : "resumed"));
  }
}
