package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.log.Log;
import dev.postern.message.GroupId;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.Message;
import dev.postern.publish.InOrder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One message of several, as it was read. */
sealed interface Item {
  Log LOG = Log.of(Item.class);

  /** Publishes it in its place; the stage never fails. */
  CompletionStage<ItemResult> publish(InOrder request);

  /**
   * One that can be published, as far as can be told without its destination's terms.
   *
   * @param names of what a single message has as headers
   */
  record Legible(
      Destination destination,
      Optional<IdempotencyKey> key,
      Message message,
      Map<String, String> names)
      implements Item {
    @Override
    public CompletionStage<ItemResult> publish(InOrder request) {
      return request
          .publish(key, message)
          .thenApply(result -> result.accept(new ItemAnswer(destination, message, names)))
          .exceptionally(
              unexpected -> {
                LOG.error("A message of several failed unexpectedly", unexpected);
                return ItemResult.of(ProblemMapping.internalError());
              });
    }
  }

  /**
   * One that can't be published as it is.
   *
   * @param group its own, if that could be read: the later ones of it are refused, too
   */
  record Illegible(Optional<GroupId> group, Problem problem) implements Item {
    @Override
    public CompletionStage<ItemResult> publish(InOrder request) {
      request.refuse(group);
      return CompletableFuture.completedFuture(ItemResult.of(problem));
    }
  }
}
