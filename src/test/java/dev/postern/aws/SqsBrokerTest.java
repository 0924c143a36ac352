package dev.postern.aws;

import dev.postern.broker.Broker;
import dev.postern.broker.BrokerContract;
import dev.postern.destination.Destination;
import dev.postern.testing.EmbeddedAws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsBrokerTest extends BrokerContract {
  private static final SqsAsyncClient SQS = EmbeddedAws.sqs();

  private final SqsBroker sqs = new SqsBroker(SQS, new QueueUrls(SQS));

  @Override
  protected Broker broker() {
    return (destination, messages) ->
        destination
            .target()
            .fold(
                queue -> sqs.send(destination, queue, messages),
                topic -> {
                  throw new IllegalArgumentException("not a queue");
                });
  }

  @Override
  protected void make(Destination destination) {
    Map<QueueAttributeName, String> attributes =
        destination.isFifo() ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
    SQS.createQueue(
            create -> create.queueName(destination.target().configured()).attributes(attributes))
        .join();
  }

  @Override
  protected List<String> bodies(Destination destination) {
    return taken(SQS, destination.target().configured());
  }

  /** All bodies of a queue, taken out of it. */
  static List<String> taken(SqsAsyncClient client, String queue) {
    String url = client.getQueueUrl(get -> get.queueName(queue)).join().queueUrl();
    List<String> bodies = new ArrayList<>();
    List<Message> received;
    do {
      received =
          client
              .receiveMessage(
                  receive -> receive.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
              .join()
              .messages();
      for (Message message : received) {
        bodies.add(message.body());
        client
            .deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()))
            .join();
      }
    } while (!received.isEmpty());
    return bodies;
  }
}
