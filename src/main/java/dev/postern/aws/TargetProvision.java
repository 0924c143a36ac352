package dev.postern.aws;

import dev.postern.destination.Destination;
import dev.postern.destination.Target;
import dev.postern.subscription.Subscription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Holds queues and topics to what the destinations promise, and makes them where asked to. */
final class TargetProvision {
  private static final String QUEUE = ": SQS queue ";

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

  /** The same, of the queue that a subscription receives from. */
  CompletionStage<List<String>> verify(Subscription subscription) {
    String about =
        "subscription " + subscription.name() + QUEUE + subscription.queue().configured();
    return attributes(subscription.queue())
        .handle((answer, failure) -> failure == null ? List.of() : complaint(about, failure));
  }

  private static List<String> complaint(String about, Throwable failure) {
    Fault fault = Fault.of(failure);
    return fault.cause() instanceof QueueDoesNotExistException
        ? missing(about)
        : unreachable(about, fault);
  }

  private CompletionStage<GetQueueAttributesResponse> attributes(Target.SqsQueue queue) {
    return broker
        .sqs()
        .url(queue)
        .thenCompose(
            url ->
                sqs.getQueueAttributes(
                    get ->
                        get.queueUrl(url).attributeNames(QueueAttributeName.MAXIMUM_MESSAGE_SIZE)));
  }

  private CompletionStage<List<String>> verify(Destination destination, Target.SqsQueue queue) {
    String about = about(destination) + QUEUE + queue.configured();
    return attributes(queue)
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                return complaint(about, failure);
              }
              String most = answer.attributes().get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
              int asked = destination.limits().maxPayload();
              return most != null && Integer.parseInt(most) < asked
                  ? List.of(
                      about
                          + " takes only "
                          + most
                          + " bytes: raise its MaximumMessageSize, or lower max-payload of "
                          + asked)
                  : List.<String>of();
            });
  }

  private CompletionStage<List<String>> verify(Destination destination, Target.SnsTopic topic) {
    String about = about(destination) + ": SNS topic " + topic.configured();
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
                  ? missing(about)
                  : unreachable(about, fault);
            });
  }

  private static List<String> missing(String about) {
    return List.of(about + " is missing: create it");
  }

  private static List<String> unreachable(String about, Fault fault) {
    return List.of(about + " can't be reached or asked: " + fault.summary());
  }

  private static String about(Destination destination) {
    return "destination " + destination.name();
  }

  /** Makes the queue where it is missing. */
  CompletionStage<Void> create(Subscription subscription) {
    return create(subscription.queue());
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
