package dev.postern.simulation;

import dev.postern.destination.Destination;
import dev.postern.destination.Numbering;
import dev.postern.lane.LaneId;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.KeyHash;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Terms;
import dev.postern.model.ModelBroker;
import dev.postern.publish.Answer;
import dev.postern.publish.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Callers, each of which sends one message after the other and asks again, with the same key and
 * wherever it likes, until it has an answer that holds; some have two calls for one message under
 * way at once, some give up.
 */
final class Workload {
  /** How the callers behave. */
  record Plan(
      int callers, int messages, int groups, Duration meanPause, int poisonPercent, int giveUp) {}

  private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(12);

  private final World world;
  private final Plan plan;
  private final List<Destination> destinations;
  private final Numbers numbers;
  private final boolean batches;
  private int busy;

  /**
   * Callers in a world.
   *
   * @param batches some of them ask for several messages in one request
   */
  Workload(World world, Plan plan, boolean batches) {
    this.batches = batches;
    this.world = world;
    this.plan = plan;
    this.numbers = new Numbers(world.random);
    this.destinations = new ArrayList<>(world.destinations.all());
  }

  void start() {
    for (int i = 0; i < plan.callers(); i++) {
      busy++;
      next(plan.messages());
    }
  }

  boolean isDone() {
    return busy == 0;
  }

  private RandomGenerator random() {
    return world.random;
  }

  private void next(int left) {
    if (left == 0) {
      busy--;
      return;
    }
    long mean = plan.meanPause().toNanos();
    double pause = -Math.log(1 - random().nextDouble()) * mean;
    world.events.at(
        world.events.now() + Math.min((long) pause, 5 * mean),
        () -> {
          Destination destination = destinations.get(random().nextInt(destinations.size()));
          if (batches && random().nextInt(3) == 0) {
            many(several(destination), plan.giveUp(), () -> next(left - 1));
            return;
          }
          History.Wanted wanted = world.want(call(destination));
          if (random().nextInt(6) == 0) {
            // Another caller with the same message, somewhere else.
            world.events.in(
                Duration.ofMillis(random().nextInt(300)), () -> again(wanted, 3, () -> {}));
          }
          again(wanted, plan.giveUp(), () -> next(left - 1));
        });
  }

  /** Two to four messages of one group, or of one producer. */
  private List<History.Wanted> several(Destination destination) {
    Call first = tracked(destination);
    List<History.Wanted> all = new ArrayList<>();
    all.add(world.want(first));
    for (int i = random().nextInt(1, 4); i > 0; i--) {
      String name = "m" + world.history.wanted.size();
      Message message = first.message();
      all.add(
          world.want(
              new Call(
                  destination,
                  Optional.of(new IdempotencyKey(name)),
                  new Message(
                      message.tenant(),
                      message.destination(),
                      message.group(),
                      content(name),
                      message.terms()),
                  first.patience())));
    }
    return all;
  }

  /** One whose fate is kept, and which expects nothing: a request has no expectations. */
  private Call tracked(Destination destination) {
    Call call = call(destination);
    while (!call.message().terms().guarantee().isTracked()) {
      call = call(destination);
    }
    return new Call(destination, call.key(), call.message(), call.patience());
  }

  private void many(List<History.Wanted> all, int tries, Runnable then) {
    if (tries == 0) {
      then.run();
      return;
    }
    Call.Patience patience = patience();
    int host = random().nextInt(world.hosts.size());
    boolean[] over = new boolean[1];
    Runnable retry =
        () -> {
          if (!over[0]) {
            over[0] = true;
            world.events.in(
                Duration.ofMillis(random().nextInt(3000)), () -> many(all, tries - 1, then));
          }
        };
    world.askMany(
        all,
        host,
        patience,
        whole -> {
          if (whole && !over[0]) {
            over[0] = true;
            then.run();
          } else {
            retry.run();
          }
        });
    world.events.in(Duration.ofSeconds(45), retry);
  }

  private Call call(Destination destination) {
    int number = world.history.wanted.size();
    List<Guarantee> guarantees = new ArrayList<>(destination.policy().guarantees());
    Guarantee guarantee = guarantees.get(random().nextInt(guarantees.size()));
    if (guarantee == Guarantee.AT_MOST_ONCE && random().nextInt(3) > 0) {
      guarantee = Guarantee.AT_LEAST_ONCE;
    }
    String body = "m" + number;
    if (random().nextInt(100) < plan.poisonPercent()) {
      body += " " + ModelBroker.POISON;
    }
    boolean grouped =
        destination.isFifo() || destination.policy().numbering() == Numbering.SEQUENCED;
    Optional<GroupId> group =
        grouped
            ? Optional.of(new GroupId("g" + random().nextInt(plan.groups())))
            : Optional.empty();
    String key = "k" + number;
    while (!destination.isFifo() && !isCrowded(call(destination, group, guarantee, key, body))) {
      key += "'";
    }
    Call call = call(destination, group, guarantee, key, body);
    return destination.isNumbered() ? numbers.numbered(call) : call;
  }

  /** Few messages spread over all lanes of a destination would never meet in one. */
  private static boolean isCrowded(Call call) {
    if (call.key().isEmpty()) {
      return true;
    }
    KeyHash hash =
        KeyHash.of(call.message().tenant(), call.destination().name(), call.key().orElseThrow());
    LaneId lane = LaneId.of(call.destination(), new MessageId(hash, 0), call.message());
    return lane.suffix().endsWith("#0") || lane.suffix().endsWith("#1");
  }

  /** A call as any caller would make it. */
  static Call call(
      Destination destination,
      Optional<GroupId> group,
      Guarantee guarantee,
      String key,
      String body) {
    return new Call(
        destination,
        guarantee.isTracked() ? Optional.of(new IdempotencyKey(key)) : Optional.empty(),
        new Message(
            destination.tenant(), destination.name(), group, content(body), Terms.of(guarantee)),
        patience(Duration.ofSeconds(5)));
  }

  private static Content content(String body) {
    return new Content(
        new Bytes(body.getBytes(StandardCharsets.UTF_8)),
        new ContentType("text/plain"),
        Attributes.NONE);
  }

  /** As the API has it: who does not wait still wants it sent at once. */
  static Call.Patience patience(Duration wait) {
    return Call.Patience.of(wait, Duration.ofSeconds(5));
  }

  private Call.Patience patience() {
    return patience(
        switch (random().nextInt(8)) {
          case 0, 1 -> Duration.ZERO;
          case 2 -> Duration.ofMillis(random().nextInt(1, 60));
          case 3 -> Duration.ofMillis(random().nextInt(1, 1000));
          case 4 -> Duration.ofSeconds(25);
          default -> Duration.ofSeconds(5);
        });
  }

  private void again(History.Wanted wanted, int tries, Runnable then) {
    if (tries == 0) {
      then.run();
      return;
    }
    Call.Patience patience = patience();
    int host = random().nextInt(world.hosts.size());
    boolean[] over = new boolean[1];
    Runnable retry =
        () -> {
          if (!over[0]) {
            over[0] = true;
            // At most once is asked for once: nobody could tell a second call from the first.
            if (wanted.isTracked()) {
              world.events.in(
                  Duration.ofMillis(random().nextInt(3000)), () -> again(wanted, tries - 1, then));
            } else {
              then.run();
            }
          }
        };
    world.ask(
        wanted,
        host,
        patience,
        random().nextInt(20) == 0,
        answer -> {
          if (over[0]) {
            return;
          }
          if (answer instanceof Answer.StoreFailed || answer instanceof Answer.Overloaded) {
            retry.run();
          } else {
            over[0] = true;
            numbers.heard(answer);
            if (wanted.isTracked() && random().nextInt(8) == 0) {
              again(wanted, 1, () -> {});
            }
            then.run();
          }
        });
    Host asked = world.hosts.get(host);
    Duration waits = asked.isUp() ? patience.waitFor().plus(UNTIL_GIVEN_UP) : world.latency();
    world.events.in(waits, retry);
  }
}
