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
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends to SQS queues by {@code SendMessageBatch}. */
final class SqsBroker {
  private final SqsAsyncClient client;
  private final QueueUrls urls;

  SqsBroker(SqsAsyncClient client, QueueUrls urls) {
    this.client = client;
    this.urls = urls;
  }

  CompletionStage<List<SendResult>> send(
      Destination destination, Target.SqsQueue queue, List<Outbound> messages) {
    return url(queue)
        .handle(
            (url, failure) ->
                failure == null
                    ? send(destination, url, messages)
                    : CompletableFuture.completedFuture(notResolved(failure, messages.size())))
        .thenCompose(results -> results);
  }

  /** Nothing was sent yet, whatever went wrong. */
  private static List<SendResult> notResolved(Throwable failure, int messages) {
    return BrokerMessage.same(
        new SendResult.NotSent("GetQueueUrl: " + Fault.of(failure).summary(), true), messages);
  }

  CompletionStage<String> url(Target.SqsQueue queue) {
    return urls.of(queue);
  }

  private CompletionStage<List<SendResult>> send(
      Destination destination, String url, List<Outbound> messages) {
    List<SendMessageBatchRequestEntry> entries =
        IntStream.range(0, messages.size())
            .mapToObj(i -> entry(Integer.toString(i), destination, messages.get(i)))
            .toList();
    return client
        .sendMessageBatch(batch -> batch.queueUrl(url).entries(entries))
        .handle(
            (answer, failure) ->
                failure == null
                    ? results(answer, messages.size())
                    : BrokerMessage.failed(failure, messages.size()));
  }

  private static SendMessageBatchRequestEntry entry(
      String id, Destination destination, Outbound message) {
    SendMessageBatchRequestEntry.Builder entry =
        SendMessageBatchRequestEntry.builder()
            .id(id)
            .messageBody(message.envelope().body())
            .messageAttributes(
                BrokerMessage.attributes(message, SqsAttribute::string, SqsAttribute::bytes))
            // On a standard queue SQS shares the queue fairly among groups.
            .messageGroupId(message.group().map(GroupId::value).orElse(null));
    if (destination.isFifo()) {
      entry.messageDeduplicationId(message.deduplicationId());
    }
    if (message.delaySeconds() > 0) {
      entry.delaySeconds(message.delaySeconds());
    }
    XRayHeader.of(message.trace())
        .ifPresent(header -> entry.messageSystemAttributes(trace(header)));
    return entry.build();
  }

  private static Map<MessageSystemAttributeNameForSends, MessageSystemAttributeValue> trace(
      String header) {
    return Map.of(
        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
        MessageSystemAttributeValue.builder().dataType("String").stringValue(header).build());
  }

  private static List<SendResult> results(SendMessageBatchResponse answer, int messages) {
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
