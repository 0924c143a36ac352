package dev.postern.aws;

import dev.postern.destination.Destination;
import dev.postern.destination.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Holds queues and topics to what the destinations promise, and makes them where asked to. */
final class TargetProvision {
  private final SqsAsyncClient sqs;
  private final SnsAsyncClient sns;
  private final AwsBroker broker;

  TargetProvision(AwsRoom.Clients clients, AwsBroker broker) {
    this.sqs = clients.sqs();
    this.sns = clients.sns();
    this.broker = broker;
  }

  /** What is wrong, each with what to do about it; nothing where all fits. */
  CompletionStage<List<String>> verify(Destination destination) {
    return destination
        .target()
        .fold(queue -> verify(destination, queue), topic -> verify(destination, topic));
  }

  private CompletionStage<List<String>> verify(Destination destination, Target.SqsQueue queue) {
    return broker
        .sqs()
        .url(queue)
        .thenCompose(
            url ->
                sqs.getQueueAttributes(
                    get ->
                        get.queueUrl(url).attributeNames(QueueAttributeName.MAXIMUM_MESSAGE_SIZE)))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                Fault fault = Fault.of(failure);
                return fault.cause() instanceof QueueDoesNotExistException
                    ? missing(destination, "SQS queue", queue)
                    : unreachable(destination, "SQS queue", queue, fault);
              }
              String most = answer.attributes().get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
              int asked = destination.limits().maxPayload();
              return most != null && Integer.parseInt(most) < asked
                  ? List.of(
                      about(destination, "SQS queue", queue)
                          + " takes only "
                          + most
                          + " bytes: raise its MaximumMessageSize, or lower max-payload of "
                          + asked)
                  : List.<String>of();
            });
  }

  private CompletionStage<List<String>> verify(Destination destination, Target.SnsTopic topic) {
    return broker
        .sns()
        .arn(topic)
        .thenCompose(arn -> sns.getTopicAttributes(get -> get.topicArn(arn)))
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return List.<String>of();
              }
              Fault fault = Fault.of(failure);
              return fault.cause() instanceof NotFoundException
                  ? missing(destination, "SNS topic", topic)
                  : unreachable(destination, "SNS topic", topic, fault);
            });
  }

  private static List<String> missing(Destination destination, String kind, Target target) {
    return List.of(about(destination, kind, target) + " is missing: create it");
  }

  private static List<String> unreachable(
      Destination destination, String kind, Target target, Fault fault) {
    return List.of(
        about(destination, kind, target) + " can't be reached or asked: " + fault.summary());
  }

  private static String about(Destination destination, String kind, Target target) {
    return "destination " + destination.name() + ": " + kind + " " + target.configured();
  }

  /** Makes the queue or topic where it is missing. */
  CompletionStage<Void> create(Destination destination) {
    return destination.target().fold(this::create, this::create);
  }

  private CompletionStage<Void> create(Target.SqsQueue queue) {
    Map<QueueAttributeName, String> attributes =
        queue.isFifo() ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
    return queue.isUrl()
        ? CompletableFuture.completedFuture(null)
        : sqs.createQueue(create -> create.queueName(queue.name()).attributes(attributes))
            .thenAccept(created -> {});
  }

  private CompletionStage<Void> create(Target.SnsTopic topic) {
    Map<String, String> attributes = topic.isFifo() ? Map.of("FifoTopic", "true") : Map.of();
    return topic.isArn()
        ? CompletableFuture.completedFuture(null)
        : sns.createTopic(create -> create.name(topic.name()).attributes(attributes))
            .thenAccept(created -> {});
  }
}
