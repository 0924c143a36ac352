package dev.postern.aws;

import dev.postern.broker.Broker;
import dev.postern.broker.BrokerContract;
import dev.postern.destination.Destination;
import dev.postern.destination.Target;
import dev.postern.testing.EmbeddedAws;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a topic took is what a queue subscribed to it holds. */
class SnsBrokerTest extends BrokerContract {
  private static final SnsAsyncClient SNS = EmbeddedAws.sns();
  private static final SqsAsyncClient SQS = EmbeddedAws.sqs();

  private final SnsBroker sns = new SnsBroker(SNS);

  @Override
  protected Broker broker() {
    return (destination, messages) ->
        destination
            .target()
            .fold(
                queue -> {
                  throw new IllegalArgumentException("not a topic");
                },
                topic -> sns.send(destination, topic, messages));
  }

  @Override
  protected Target target(String configured) {
    return new Target.SnsTopic(configured);
  }

  @Override
  protected void make(Destination destination) {
    String name = destination.target().configured();
    boolean fifo = destination.isFifo();
    String topic =
        SNS.createTopic(
                create ->
                    create
                        .name(name)
                        .attributes(fifo ? Map.of("FifoTopic", "true") : Map.<String, String>of()))
            .join()
            .topicArn();
    SQS.createQueue(
            create ->
                create
                    .queueName(name)
                    .attributes(fifo ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of()))
        .join();
    String url = SQS.getQueueUrl(get -> get.queueName(name)).join().queueUrl();
    String queue =
        SQS.getQueueAttributes(
                get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .join()
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    SNS.subscribe(
            subscribe ->
                subscribe
                    .topicArn(topic)
                    .protocol("sqs")
                    .endpoint(queue)
                    .attributes(Map.of("RawMessageDelivery", "true")))
        .join();
  }

  @Override
  protected List<String> bodies(Destination destination) {
    return SqsBrokerTest.taken(SQS, destination.target().configured());
  }
}
