package dev.postern.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What goes wrong between replicas and services: by chance, in times of outage, or as a test says.
 *
 * <p>Each run draws which kinds of trouble it has at all, and how often: where everything happens a
 * little, nothing happens together.
 */
final class Troubles {
  /** How a call fares. */
  enum Fate {
    /** It is done and answered. */
    ANSWERED,
    /** It is turned away: it is certain that nothing was done. */
    REFUSED,
    /** It never arrives. */
    REQUEST_LOST,
    /** It is done, and nobody hears of it. */
    ANSWER_LOST,
    /** It is done and answered, each after seconds. */
    SLOW
  }

  /**
   * A call's way.
   *
   * @param stall for how long the whole process stands still before the request leaves it
   * @param there until the request arrives
   * @param back until the answer arrives
   */
  record Way(Fate fate, long stall, long there, long back) {}

  /** How often something happens: of a thousand calls. */
  record Rates(double refused, double requestLost, double answerLost, double slow, double stalled) {
    static final Rates NONE = new Rates(0, 0, 0, 0, 0);

    double sum() {
      return refused + requestLost + answerLost + slow + stalled;
    }
  }

  private record Outage(long from, long to, String operations, int host, Fate fate) {}

  private record Script(Fate fate, long stall, long there) {}

  private static final long MILLI = 1_000_000;

  private final Events events;
  private final RandomGenerator random;
  private Rates store = Rates.NONE;
  private Rates broker = Rates.NONE;
  private double leftOut;
  private final List<Outage> outages = new ArrayList<>();
  private final Map<String, Deque<Script>> scripts = new HashMap<>();
  private final Map<String, Integer> leaveOuts = new HashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();

  Troubles(Events events, RandomGenerator random) {
    this.events = events;
    this.random = random;
  }

  /** Draws the kinds of trouble that this run has. */
  void draw() {
    store = rates();
    broker = rates();
    leftOut = random.nextInt(3) == 0 ? random.nextDouble(0.3) : 0;
  }

  private Rates rates() {
    return new Rates(rate(120), rate(60), rate(120), rate(120), rate(25));
  }

  private double rate(double most) {
    return random.nextInt(5) < 2 ? most * random.nextDouble() * random.nextDouble() : 0;
  }

  /** From now on everything goes well. */
  void end() {
    store = Rates.NONE;
    broker = Rates.NONE;
    leftOut = 0;
    outages.clear();
    scripts.clear();
    leaveOuts.clear();
  }

  /**
   * For that time all calls of that kind fare alike.
   *
   * @param operations how their names begin; nothing: all of the store
   * @param host whose calls; negative: everybody's
   */
  void outage(Duration from, Duration to, String operations, int host, Fate fate) {
    outages.add(new Outage(from.toNanos(), to.toNanos(), operations, host, fate));
  }

  void loseAnswerOfNext(String operation) {
    script(operation, new Script(Fate.ANSWER_LOST, 0, 0));
  }

  void loseNext(String operation) {
    script(operation, new Script(Fate.REQUEST_LOST, 0, 0));
  }

  void refuseNext(String operation) {
    script(operation, new Script(Fate.REFUSED, 0, 0));
  }

  /** The process stands still in the moment before the request leaves it. */
  void stallBeforeNext(String operation, Duration time) {
    script(operation, new Script(Fate.ANSWERED, time.toNanos(), 0));
  }

  /** The request is on its way for that long. */
  void delayNext(String operation, Duration time) {
    script(operation, new Script(Fate.ANSWERED, 0, time.toNanos()));
  }

  /** The next so many parts of that kind are left undone. */
  void leaveOutNext(String part, int times) {
    leaveOuts.put(part, times);
  }

  private void script(String operation, Script script) {
    scripts.computeIfAbsent(operation, name -> new ArrayDeque<>()).add(script);
  }

  /** Leaves a part of a call undone? */
  boolean leavesOut(String part) {
    Integer times = leaveOuts.get(part);
    if (times != null && times > 0) {
      leaveOuts.put(part, times - 1);
      return true;
    }
    return leftOut > 0 && random.nextDouble() < leftOut;
  }

  /** How many calls of that name were made so far. */
  int calls(String operation) {
    return calls.getOrDefault(operation, 0);
  }

  Way way(String operation, int host) {
    calls.merge(operation, 1, Integer::sum);
    boolean toBroker = operation.startsWith("send ");
    long there = latency();
    long back = latency();
    if (!scripts.isEmpty()) {
      Deque<Script> next = scripts.get(operation);
      if (next != null && !next.isEmpty()) {
        Script script = next.remove();
        return new Way(script.fate(), script.stall(), there + script.there(), back);
      }
    }
    for (Outage outage : outages) {
      if (events.now() >= outage.from()
          && events.now() < outage.to()
          && (outage.host() < 0 || outage.host() == host)
          && (outage.operations().isEmpty()
              ? !toBroker
              : operation.startsWith(outage.operations()))) {
        return outage.fate() == Fate.SLOW
            ? new Way(
                Fate.ANSWERED,
                0,
                there + random.nextLong(2_300 * MILLI),
                back + random.nextLong(2_300 * MILLI))
            : new Way(outage.fate(), 0, there, back);
      }
    }
    Rates rates = toBroker ? broker : store;
    double sum = rates.sum();
    double draw = sum == 0 ? 1000 : random.nextDouble(1000);
    if (draw >= sum) {
      return new Way(Fate.ANSWERED, 0, there, back);
    }
    draw -= rates.refused();
    if (draw < 0) {
      return new Way(Fate.REFUSED, 0, there, back);
    }
    draw -= rates.requestLost();
    if (draw < 0) {
      return new Way(Fate.REQUEST_LOST, 0, there, back);
    }
    draw -= rates.answerLost();
    if (draw < 0) {
      return new Way(Fate.ANSWER_LOST, 0, there, back);
    }
    draw -= rates.slow();
    if (draw < 0) {
      return new Way(
          Fate.ANSWERED,
          0,
          there + random.nextLong((toBroker ? 9_900 : 8_000) * MILLI),
          back + (random.nextBoolean() ? random.nextLong(4_000 * MILLI) : 0));
    }
    return new Way(Fate.ANSWERED, random.nextLong(70_000 * MILLI), there, back);
  }

  private long latency() {
    return random.nextLong(8 * MILLI) + MILLI / 2;
  }

  /** How the name of a call to the broker begins, whatever the destination. */
  static final String SEND = "send ";
}
