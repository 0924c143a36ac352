package dev.postern.kill;

import dev.postern.testing.Faults;
import dev.postern.testing.Faults.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of trouble. In each a gateway is killed in the middle of some weather: a fault of the
 * store or of the broker, or none; and something else happens to another gateway, or nothing.
 * Weather and happenings are dealt from shuffled decks, so that many rounds see all of them.
 */
final class Chaos {
  private enum Weather {
    FAIR,
    BROKER_REFUSES,
    BROKER_LOSES_ANSWERS,
    BROKER_THROTTLES,
    BROKER_FAILS,
    BROKER_HANGS,
    STORE_REFUSES,
    STORE_LOSES_ANSWERS,
    STORE_LOSES_REQUESTS,
    STORE_THROTTLES,
    STORE_SLOW
  }

  private enum Happening {
    NOTHING,
    SECOND_KILL,
    TERMINATION,
    PAUSE
  }

  /** A process that was killed, and when. */
  record Death(String gateway, long atMillis) {}

  /**
   * How long a process may take to end by itself: its callers' answers, and then the attempts under
   * way.
   */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(50);

  private final List<Gateway> gateways;
  private final Random random;
  private final Duration lease;
  private final List<Death> deaths = new ArrayList<>();
  private final List<Weather> weathers = new ArrayList<>();
  private final List<Happening> happenings = new ArrayList<>();
  private int terminations;
  private int pauses;

  Chaos(List<Gateway> gateways, Random random, Duration lease) {
    this.gateways = gateways;
    this.random = random;
    this.lease = lease;
  }

  List<Death> deaths() {
    return deaths;
  }

  String summary() {
    return deaths.size() + " kills, " + terminations + " terminations, " + pauses + " pauses";
  }

  void run(int rounds) throws InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      Weather weather = deal(weathers, Weather.values());
      Happening happening = deal(happenings, Happening.values());
      List<Gateway> order = new ArrayList<>(gateways);
      Collections.shuffle(order, random);
      System.out.printf(
          "kill test: round %d of %d: %s, %s, kill %s%n",
          round, rounds, weather, happening, order.get(0).name());
      change(weather);
      sleep(200, 1500);
      kill(order.get(0));
      sleep(0, 700);
      happen(happening, order.get(1));
      sleep(200, 1500);
      Faults.clear();
      // Sometimes at once, sometimes only after the others have noticed.
      sleep(0, random.nextBoolean() ? 200 : lease.toMillis() * 3 / 2);
      for (Gateway gateway : gateways) {
        if (!gateway.isRunning()) {
          gateway.start();
        }
      }
      for (Gateway gateway : gateways) {
        gateway.awaitReady();
      }
      sleep(0, 500);
    }
  }

  private void kill(Gateway gateway) throws InterruptedException {
    deaths.add(new Death(gateway.name(), System.currentTimeMillis()));
    gateway.kill();
  }

  private void happen(Happening happening, Gateway gateway) throws InterruptedException {
    switch (happening) {
      case NOTHING -> {}
      case SECOND_KILL -> kill(gateway);
      case TERMINATION -> {
        terminations++;
        long at = System.currentTimeMillis();
        if (!gateway.terminate(ENDS_WITHIN)) {
          System.out.printf("kill test: %s did not end on SIGTERM in time%n", gateway.name());
          deaths.add(new Death(gateway.name(), at));
        }
      }
      case PAUSE -> {
        pauses++;
        gateway.pause();
        sleep(lease.toMillis() * 12 / 10, lease.toMillis() * 2);
        gateway.resume();
      }
    }
  }

  private void change(Weather weather) {
    long seed = random.nextLong();
    switch (weather) {
      case FAIR -> {}
      case BROKER_REFUSES -> Faults.in(Service.SQS).refuse();
      case BROKER_LOSES_ANSWERS -> Faults.in(Service.SQS).probability(0.4, seed).dropAfter();
      case BROKER_THROTTLES ->
          Faults.in(Service.SQS).probability(0.6, seed).status(400, "RequestThrottled");
      case BROKER_FAILS ->
          Faults.in(Service.SQS).probability(0.5, seed).status(500, "InternalFailure");
      case BROKER_HANGS -> Faults.in(Service.SQS).probability(0.3, seed).hang();
      case STORE_REFUSES -> Faults.in(Service.DYNAMODB).refuse();
      case STORE_LOSES_ANSWERS -> Faults.in(Service.DYNAMODB).probability(0.25, seed).dropAfter();
      case STORE_LOSES_REQUESTS -> Faults.in(Service.DYNAMODB).probability(0.25, seed).dropBefore();
      case STORE_THROTTLES ->
          Faults.in(Service.DYNAMODB).probability(0.4, seed).status(400, "ThrottlingException");
      case STORE_SLOW ->
          Faults.in(Service.DYNAMODB).probability(0.3, seed).delay(Duration.ofMillis(1500));
    }
  }

  private <T> T deal(List<T> deck, T[] all) {
    if (deck.isEmpty()) {
      deck.addAll(Arrays.asList(all));
      Collections.shuffle(deck, random);
    }
    return deck.remove(deck.size() - 1);
  }

  private void sleep(long least, long most) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(least + (long) (random.nextDouble() * (most - least)));
  }
}
