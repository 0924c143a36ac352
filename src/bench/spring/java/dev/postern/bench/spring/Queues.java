package dev.postern.bench.spring;

import io.awspring.cloud.sqs.operations.SqsTemplate;
import jakarta.annotation.PostConstruct;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queues of the destinations {@code fifo} and {@code standard}. */
@Component
class Queues {
  private static final Map<String, String> NAMES =
      Map.of("fifo", "spring.fifo", "standard", "spring-standard");

  private final SqsTemplate template;
  private final SqsAsyncClient client;

  Queues(SqsTemplate template, SqsAsyncClient client) {
    this.template = template;
    this.client = client;
  }

  @PostConstruct
  void create() {
    NAMES
        .values()
        .forEach(
            name ->
                client
                    .createQueue(create -> create.queueName(name).attributes(attributes(name)))
                    .join());
  }

  private static Map<QueueAttributeName, String> attributes(String name) {
    return name.endsWith(".fifo") ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
  }

  /** Gives the queue's id of the message. */
  String send(Publication publication) {
    String queue = NAMES.get(publication.getDestination());
    String body = new String(publication.getPayload(), StandardCharsets.UTF_8);
    return template
        .<String>send(
            send -> {
              send.queue(queue).payload(body).messageGroupId(publication.getGroup());
              if (queue.endsWith(".fifo")) {
                send.messageDeduplicationId(publication.getDeduplicationId());
              }
            })
        .messageId()
        .toString();
  }
}
