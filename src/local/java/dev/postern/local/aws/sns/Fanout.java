package dev.postern.local.aws.sns;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Carries publications to the queues that subscribed, with {@code SendMessageBatch}. */
final class Fanout {
  /** What SQS takes in one call. */
  private static final int MAX_BYTES = 256 * 1024;

  private final SqsClient sqs;
  private final String queueUrls;
  private final Clock clock;

  /**
   * @param queueUrls what stands before the name in a queue's URL
   */
  Fanout(SqsClient sqs, String queueUrls, Clock clock) {
    this.sqs = sqs;
    this.queueUrls = queueUrls;
    this.clock = clock;
  }

  /**
   * Sends all to every queue; returns when each has answered. A publication that some queue did not
   * take is refused, though others may have it.
   *
   * @param sequenceNumbers by message id, where the topic is FIFO
   */
  List<Outcome> send(
      Topic topic, List<Publication> publications, Map<String, String> sequenceNumbers) {
    Map<String, SnsException> refused = new HashMap<>();
    for (Subscription subscription : topic.subscriptions) {
      List<SendMessageBatchRequestEntry> call = new ArrayList<>();
      int bytes = 0;
      for (Publication publication : publications) {
        SendMessageBatchRequestEntry entry =
            entry(subscription, publication, sequenceNumber(publication, sequenceNumbers));
        int size = entry.messageBody().getBytes(StandardCharsets.UTF_8).length;
        size += publication.attributes().stream().mapToInt(MessageAttribute::size).sum();
        if (!call.isEmpty() && bytes + size > MAX_BYTES) {
          send(subscription, call, refused);
          call.clear();
          bytes = 0;
        }
        call.add(entry);
        bytes += size;
      }
      if (!call.isEmpty()) {
        send(subscription, call, refused);
      }
    }
    return publications.stream()
        .map(
            publication ->
                new Outcome(
                    publication.entryId(),
                    publication.messageId(),
                    sequenceNumber(publication, sequenceNumbers),
                    Optional.ofNullable(refused.get(publication.messageId()))))
        .toList();
  }

  private void send(
      Subscription subscription,
      List<SendMessageBatchRequestEntry> call,
      Map<String, SnsException> refused) {
    String url = queueUrls + subscription.queueName;
    try {
      List<BatchResultErrorEntry> failed =
          sqs.sendMessageBatch(request -> request.queueUrl(url).entries(call)).failed();
      for (BatchResultErrorEntry entry : failed) {
        refused.put(entry.id(), SnsException.internal(url + ": " + entry.message()));
      }
    } catch (SdkException problem) {
      for (SendMessageBatchRequestEntry entry : call) {
        refused.put(entry.id(), SnsException.internal(url + ": " + problem.getMessage()));
      }
    }
  }

  private SendMessageBatchRequestEntry entry(
      Subscription subscription, Publication publication, Optional<String> sequenceNumber) {
    SendMessageBatchRequestEntry.Builder entry =
        SendMessageBatchRequestEntry.builder().id(publication.messageId());
    if (subscription.fifo()) {
      entry
          .messageGroupId(publication.group().orElseThrow())
          .messageDeduplicationId(publication.dedupId().orElseThrow());
    }
    if (!subscription.raw()) {
      return entry
          .messageBody(
              Envelope.of(subscription.topicArn, publication, sequenceNumber, clock.instant()))
          .build();
    }
    return entry
        .messageBody(publication.message())
        .messageAttributes(
            publication.attributes().stream()
                .collect(Collectors.toMap(MessageAttribute::name, Fanout::value)))
        .build();
  }

  private static MessageAttributeValue value(MessageAttribute attribute) {
    MessageAttributeValue.Builder value =
        MessageAttributeValue.builder().dataType(attribute.type());
    if (attribute.type().startsWith("Binary")) {
      value.binaryValue(SdkBytes.fromByteArray(attribute.binary().orElseThrow()));
    } else {
      value.stringValue(attribute.text().orElseThrow());
    }
    return value.build();
  }

  private static Optional<String> sequenceNumber(
      Publication publication, Map<String, String> sequenceNumbers) {
    return Optional.ofNullable(sequenceNumbers.get(publication.messageId()));
  }
}
