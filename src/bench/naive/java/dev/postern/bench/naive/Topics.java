package dev.postern.bench.naive;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** The FIFO topic of the destination {@code topic}. */
@Singleton
class Topics {
  static final String DESTINATION = "topic";
  private static final String NAME = "naive-topic.fifo";

  private final SnsAsyncClient client;
  private String arn;

  Topics(SnsAsyncClient client) {
    this.client = client;
  }

  void create(@Observes StartupEvent start) {
    arn =
        client
            .createTopic(create -> create.name(NAME).attributes(Map.of("FifoTopic", "true")))
            .join()
            .topicArn();
  }

  /** Gives the topic's id of the message. */
  CompletionStage<String> publish(Publication publication, String body) {
    return client
        .publish(
            publish ->
                publish
                    .topicArn(arn)
                    .message(body)
                    .messageGroupId(publication.group())
                    .messageDeduplicationId(publication.hash()))
        .thenApply(PublishResponse::messageId);
  }
}
