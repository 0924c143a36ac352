package dev.postern.simulation;

import dev.postern.lane.Eraser;
import dev.postern.ledger.Record;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Now and then erases the payload of some message that a caller was answered about, wherever it
 * stands. Whoever then still had to send it would find nothing, and its lane be stuck.
 */
record ErasingPerson(World world, RandomGenerator random) {
  void start(int times, Duration within) {
    for (int i = 0; i < times; i++) {
      world.events.in(Duration.ofMillis(random.nextLong(within.toMillis())), this::erase);
    }
  }

  private void erase() {
    Host host = world.hosts.get(random.nextInt(world.hosts.size()));
    List<History.Asked> told =
        world.history.wanted.stream()
            .flatMap(wanted -> wanted.asked.stream())
            .filter(asked -> asked.tracked().isPresent())
            .toList();
    if (told.isEmpty() || !host.isUp()) {
      return;
    }
    History.Asked asked = told.get(random.nextInt(told.size()));
    MessageId id = asked.tracked().orElseThrow().state().id();
    boolean known = asked.isFinal();
    host.process()
        .execute(
            () ->
                host.eraser()
                    .erase(id)
                    .whenComplete((result, failure) -> check(id, known, result)));
  }

  /**
   * Checks.
   *
   * @param known a caller had been told of the message's end before
   * @param result nothing where the store failed
   */
  private void check(MessageId id, boolean known, Eraser.Result result) {
    world.note(() -> "payload of " + id + " erased: " + result);
    if (result == Eraser.Result.NOT_FINAL && known) {
      world.history.violated("the payload of " + id + " is still needed after its end");
    }
    Optional<Record> record =
        world.table.record(id.keyHash()).filter(there -> there.id().equals(id));
    if (result == Eraser.Result.DONE && record.filter(there -> !there.isErased()).isPresent()) {
      world.history.violated("the payload of " + id + " is told to be erased, and is there");
    }
  }
}
