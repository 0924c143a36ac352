package dev.postern.bench.naive;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** The queues of the destinations {@code fifo} and {@code standard}. */
@Singleton
class Queues {
  private static final Map<String, String> NAMES =
      Map.of("fifo", "naive.fifo", "standard", "naive-standard");

  private final SqsAsyncClient client;
  private final Map<String, String> urls = new ConcurrentHashMap<>();

  Queues(SqsAsyncClient client) {
    this.client = client;
  }

  void create(@Observes StartupEvent start) {
    NAMES.forEach(
        (destination, name) ->
            urls.put(
                destination,
                client
                    .createQueue(create -> create.queueName(name).attributes(attributes(name)))
                    .join()
                    .queueUrl()));
  }

  private static Map<QueueAttributeName, String> attributes(String name) {
    return name.endsWith(".fifo") ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
  }

  /** Gives the queue's id of the message. */
  CompletionStage<String> send(Publication publication, String body) {
    boolean fifo = NAMES.get(publication.destination()).endsWith(".fifo");
    return client
        .sendMessage(
            send -> {
              send.queueUrl(urls.get(publication.destination()))
                  .messageBody(body)
                  .messageGroupId(publication.group());
              if (fifo) {
                send.messageDeduplicationId(publication.hash());
              }
            })
        .thenApply(SendMessageResponse::messageId);
  }
}
