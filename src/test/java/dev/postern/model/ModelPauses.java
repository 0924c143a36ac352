package dev.postern.model;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Pauses;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Paused subscriptions in a {@link ModelTable}, at the end of a line. */
public record ModelPauses(ModelTable table, Line line) implements Pauses {
  @Override
  public CompletionStage<Optional<Pause>> find(SubscriptionName subscription) {
    return line.call("pauses find", () -> table.pause(subscription));
  }

  @Override
  public CompletionStage<Void> pause(SubscriptionName subscription, Pause pause) {
    return line.call(
        "pauses write",
        () -> {
          table.pauses.putIfAbsent(subscription, pause);
          return null;
        });
  }

  @Override
  public CompletionStage<Void> resume(SubscriptionName subscription) {
    return line.call(
        "pauses write",
        () -> {
          table.pauses.remove(subscription);
          return null;
        });
  }
}
