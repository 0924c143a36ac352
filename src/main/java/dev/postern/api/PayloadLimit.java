package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Adds the limit as a number where a message turned out too large. */
final class PayloadLimit {
  private PayloadLimit() {}

  static <T> CompletionStage<T> explain(Throwable failure, Destination destination) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof InvalidMessage invalid && invalid.flaw() == Flaw.PAYLOAD_TOO_LARGE) {
      return CompletableFuture.failedFuture(
          new RefusedRequest(Problem.of(invalid).maxBytes(destination.limits().maxPayload())));
    }
    return CompletableFuture.failedFuture(cause);
  }
}
