package dev.postern.aws;

import dev.postern.destination.Target;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;

/** The URLs of queues, each asked for until it is known and then never again. Thread-safe. */
final class QueueUrls {
  private final SqsAsyncClient client;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  QueueUrls(SqsAsyncClient client) {
    this.client = client;
  }

  /** The queue's URL; fails as the client does. */
  CompletionStage<String> of(Target.SqsQueue queue) {
    if (queue.isUrl()) {
      return CompletableFuture.completedFuture(queue.configured());
    }
    String url = known.get(queue.configured());
    if (url != null) {
      return CompletableFuture.completedFuture(url);
    }
    return client
        .getQueueUrl(get -> get.queueName(queue.configured()))
        .thenApply(GetQueueUrlResponse::queueUrl)
        .whenComplete(
            (found, failure) -> {
              if (failure == null) {
                known.put(queue.configured(), found);
              }
            });
  }
}
