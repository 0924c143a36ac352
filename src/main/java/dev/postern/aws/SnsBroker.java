package dev.postern.aws;

import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import dev.postern.destination.Target;
import dev.postern.message.GroupId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.Topic;

/** Sends to SNS topics by {@code PublishBatch}. */
final class SnsBroker {
  private final SnsAsyncClient client;
  private final Map<String, String> arns = new ConcurrentHashMap<>();

  SnsBroker(SnsAsyncClient client) {
    this.client = client;
  }

  CompletionStage<List<SendResult>> send(
      Destination destination, Target.SnsTopic topic, List<Outbound> messages) {
    return arn(topic)
        .handle(
            (arn, failure) ->
                failure == null
                    ? send(destination, arn, messages)
                    : CompletableFuture.completedFuture(notResolved(failure, messages.size())))
        .thenCompose(results -> results);
  }

  /** Nothing was sent yet, whatever went wrong. */
  private static List<SendResult> notResolved(Throwable failure, int messages) {
    return BrokerMessage.same(
        new SendResult.NotSent("ListTopics: " + Fault.of(failure).summary(), true), messages);
  }

  /** The topic's ARN, looked for once; fails with {@link NotFoundException} where there is none. */
  CompletionStage<String> arn(Target.SnsTopic topic) {
    if (topic.isArn()) {
      return CompletableFuture.completedFuture(topic.configured());
    }
    String known = arns.get(topic.configured());
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    return search(topic, null)
        .whenComplete(
            (arn, failure) -> {
              if (failure == null) {
                arns.put(topic.configured(), arn);
              }
            });
  }

  private CompletionStage<String> search(Target.SnsTopic topic, String page) {
    return client
        .listTopics(list -> list.nextToken(page))
        .thenCompose(
            answer -> {
              Optional<String> found =
                  answer.topics().stream()
                      .map(Topic::topicArn)
                      .filter(arn -> arn.endsWith(":" + topic.configured()))
                      .findFirst();
              if (found.isPresent()) {
                return CompletableFuture.completedFuture(found.get());
              }
              return answer.nextToken() == null
                  ? CompletableFuture.failedFuture(
                      NotFoundException.builder().message("no topic " + topic.configured()).build())
                  : search(topic, answer.nextToken());
            });
  }

  private CompletionStage<List<SendResult>> send(
      Destination destination, String arn, List<Outbound> messages) {
    List<PublishBatchRequestEntry> entries =
        IntStream.range(0, messages.size())
            .mapToObj(i -> entry(Integer.toString(i), destination, messages.get(i)))
            .toList();
    return client
        .publishBatch(batch -> batch.topicArn(arn).publishBatchRequestEntries(entries))
        .handle(
            (answer, failure) ->
                failure == null
                    ? results(answer, messages.size())
                    : BrokerMessage.failed(failure, messages.size()));
  }

  private static PublishBatchRequestEntry entry(
      String id, Destination destination, Outbound message) {
    PublishBatchRequestEntry.Builder entry =
        PublishBatchRequestEntry.builder()
            .id(id)
            .message(message.envelope().body())
            .messageAttributes(
                BrokerMessage.attributes(
                    message,
                    (type, text) ->
                        MessageAttributeValue.builder().dataType(type).stringValue(text).build(),
                    (type, bytes) ->
                        MessageAttributeValue.builder()
                            .dataType(type)
                            .binaryValue(SdkBytes.fromByteArrayUnsafe(bytes.array()))
                            .build()));
    if (destination.isFifo()) {
      entry
          .messageGroupId(message.group().map(GroupId::value).orElseThrow())
          .messageDeduplicationId(message.deduplicationId());
    }
    return entry.build();
  }

  private static List<SendResult> results(PublishBatchResponse answer, int messages) {
    List<SendResult> results = BrokerMessage.unanswered(messages);
    answer
        .successful()
        .forEach(
            sent ->
                results.set(
                    Integer.parseInt(sent.id()),
                    new SendResult.Accepted(
                        sent.messageId(), Optional.ofNullable(sent.sequenceNumber()))));
    answer
        .failed()
        .forEach(
            failed ->
                results.set(
                    Integer.parseInt(failed.id()),
                    BrokerMessage.failed(failed.code(), failed.message(), failed.senderFault())));
    return results;
  }
}
