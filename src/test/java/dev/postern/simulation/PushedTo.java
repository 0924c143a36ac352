package dev.postern.simulation;

import dev.postern.message.Bytes;
import dev.postern.subscription.Endpoint;
import dev.postern.subscription.EndpointBreakers;
import dev.postern.subscription.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** An endpoint that messages are pushed to by one process, and all that may go wrong with it. */
final class PushedTo implements Endpoint, EndpointBreakers {
  private final ConsumerWorld world;
  private final SimulatedScheduler process;
  private final RandomGenerator random;

  PushedTo(ConsumerWorld world, SimulatedScheduler process) {
    this.world = world;
    this.process = process;
    this.random = world.random;
  }

  @Override
  public State state(Subscription subscription) {
    return State.CLOSED;
  }

  /** Now and then a breaker is open. */
  @Override
  public CompletionStage<Optional<Result>> call(
      Subscription subscription, Supplier<CompletionStage<Result>> send) {
    return !world.isHonest() && random.nextInt(20) == 0
        ? CompletableFuture.completedFuture(Optional.empty())
        : send.get().thenApply(Optional::of);
  }

  @Override
  public CompletionStage<Result> send(Subscription subscription, Push push) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    Duration timeout = subscription.push().orElseThrow().timeout();
    world
        .events()
        .in(
            world.latency(),
            () -> {
              if (!process.hasCrashed()) {
                world.pushed(push);
                handle(push, timeout, result);
              }
            });
    return result;
  }

  private void handle(Push push, Duration timeout, CompletableFuture<Result> result) {
    Duration work =
        Duration.ofMillis(
            random.nextInt(world.isHonest() ? 500 : (int) timeout.toMillis() * 5 / 4));
    boolean late = work.compareTo(timeout) > 0;
    int choice = world.isHonest() ? 0 : random.nextInt(20);
    world
        .events()
        .in(
            work,
            () -> {
              Answered answer = world.answered(push, status(choice));
              if (!late) {
                told(answer, result);
              }
            });
    if (late) {
      world
          .events()
          .in(
              timeout,
              () -> {
                world.givenUp(push);
                told(new Failed("no answer in time"), result);
              });
    }
  }

  private void told(Result answer, CompletableFuture<Result> result) {
    boolean lost = !world.isHonest() && random.nextInt(10) == 0;
    Result heard = lost ? new Failed("the connection broke") : answer;
    process.at(world.events().now(), () -> result.complete(heard));
  }

  private static int status(int choice) {
    return switch (choice) {
      case 19 -> 410;
      case 18 -> 400;
      case 17 -> 503;
      case 16, 15 -> 500;
      default -> 200;
    };
  }

  static Answered answer(int status, String body) {
    return new Answered(
        status,
        status == 503 ? Optional.of(Duration.ofSeconds(3)) : Optional.empty(),
        new Bytes(body.getBytes(StandardCharsets.UTF_8)),
        false);
  }
}
