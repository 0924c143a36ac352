package dev.postern.simulation;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.model.Line;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One process's line to the services: each call takes its time there and back, and fares as {@link
 * Troubles} decide. A request that has left is done whatever becomes of its process; an answer that
 * comes to one that has crashed is lost.
 */
final class Wire implements Line {
  private final Around world;
  private final Events events;
  private final SimulatedScheduler process;
  private final int host;
  private final Duration timeout;

  Wire(Around world, SimulatedScheduler process, int host, Duration timeout) {
    this.world = world;
    this.events = world.events();
    this.process = process;
    this.host = host;
    this.timeout = timeout;
  }

  @Override
  public boolean leavesOut(String part) {
    return world.troubles().leavesOut(part);
  }

  @Override
  public <T> CompletionStage<T> call(String operation, Supplier<T> work) {
    Troubles.Way way = world.troubles().way(operation, host);
    Supplier<T> noted =
        world.isNoting()
            ? () -> {
              T result = work.get();
              world.note(() -> "host " + host + " " + operation + " -> " + result);
              return result;
            }
            : work;
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (way.stall() > 0) {
      process.pause(Duration.ofNanos(way.stall()));
      process.at(events.now(), () -> depart(operation, way, noted, answer));
    } else {
      depart(operation, way, noted, answer);
    }
    return answer;
  }

  @SuppressWarnings("ReturnValueIgnored") // the work is done, and nobody hears of it
  private <T> void depart(
      String operation, Troubles.Way way, Supplier<T> work, CompletableFuture<T> answer) {
    long left = events.now();
    long arrives = left + way.there();
    switch (way.fate()) {
      case REFUSED -> fail(arrives + way.back(), operation, answer, false);
      case REQUEST_LOST -> fail(left + timeout.toNanos(), operation, answer, true);
      case ANSWER_LOST -> {
        events.at(arrives, work::get);
        // Now and then an answer is lost at once: a connection breaks, a gateway says 500.
        long told = way.back() % 2 == 0 ? way.there() + way.back() : timeout.toNanos();
        fail(left + told, operation, answer, true);
      }
      case ANSWERED, SLOW -> {
        if (way.there() + way.back() > timeout.toNanos()) {
          events.at(arrives, work::get);
          fail(left + timeout.toNanos(), operation, answer, true);
        } else {
          events.at(
              arrives,
              () -> {
                T result = work.get();
                process.at(events.now() + way.back(), () -> answer.complete(result));
              });
        }
      }
    }
  }

  private <T> void fail(
      long when, String operation, CompletableFuture<T> answer, boolean mayBeApplied) {
    process.at(
        when,
        () ->
            answer.completeExceptionally(
                new StoreUnavailable(
                    operation + (mayBeApplied ? ": no answer" : ": turned away"),
                    null,
                    mayBeApplied)));
  }
}
