package dev.postern.aws;

import dev.postern.broker.Broker;
import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** SQS and SNS, each for its own destinations. */
record AwsBroker(SqsBroker sqs, SnsBroker sns) implements Broker {
  @Override
  public CompletionStage<List<SendResult>> send(Destination destination, List<Outbound> messages) {
    return destination
        .target()
        .fold(
            queue -> sqs.send(destination, queue, messages),
            topic -> sns.send(destination, topic, messages));
  }
}
