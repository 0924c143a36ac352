package dev.postern.local;

import static dev.postern.local.SubscribedQueue.SNS;
import static dev.postern.local.SubscribedQueue.SQS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.InternalErrorException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** What FIFO topics of the embedded SNS promise. */
class EmbeddedSnsFifoTest {
  @Test
  void messagesOfAGroupArriveInTheOrderOfTheirSequenceNumbers() {
    // Given a FIFO topic
    SubscribedQueue queue = SubscribedQueue.fifo(false);

    // When messages are published alone and in batches
    List<String> numbers = new ArrayList<>();
    for (int batch = 0; batch < 3; batch++) {
      int first = batch * 11;
      numbers.add(publish(queue, "m" + first, "d" + first).sequenceNumber());
      List<PublishBatchRequestEntry> entries =
          IntStream.range(first + 1, first + 11)
              .mapToObj(i -> entry("e" + i, "m" + i, "d" + i))
              .toList();
      SNS.publishBatch(
              request -> request.topicArn(queue.topicArn()).publishBatchRequestEntries(entries))
          .join()
          .successful()
          .forEach(success -> numbers.add(success.sequenceNumber()));
    }

    // Then they arrive in that order, with their group and deduplication id, and the numbers grow
    List<Message> messages = queue.drain();
    assertThat(messages)
        .extracting(Message::body)
        .containsExactlyElementsOf(IntStream.range(0, 33).mapToObj(i -> "m" + i).toList());
    assertThat(messages.get(7).attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g")
        .containsEntry(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID, "d7");
    assertThat(numbers).isSorted().doesNotHaveDuplicates().allMatch(n -> n.matches("[0-9]{20}"));
  }

  @Test
  void aDeduplicationIdThatWasSeenIsAnsweredAsTheFirstTimeAndNotSentAgain() {
    // Given a message
    SubscribedQueue queue = SubscribedQueue.fifo(false);
    PublishResponse first = publish(queue, "one", "same");

    // When another with the same id is published
    PublishResponse second = publish(queue, "two", "same");

    // Then it is answered as the first was, and only the first arrives
    assertThat(second.messageId()).isEqualTo(first.messageId());
    assertThat(second.sequenceNumber()).isEqualTo(first.sequenceNumber());
    assertThat(queue.drain()).extracting(Message::body).containsExactly("one");
  }

  @Test
  void theSameIdTwiceInABatchIsSentOnce() {
    SubscribedQueue queue = SubscribedQueue.fifo(false);

    PublishBatchResponse answer =
        SNS.publishBatch(
                request ->
                    request
                        .topicArn(queue.topicArn())
                        .publishBatchRequestEntries(entry("a", "A", "d"), entry("b", "B", "d")))
            .join();

    assertThat(answer.successful()).hasSize(2);
    assertThat(answer.successful())
        .extracting(PublishBatchResultEntry::messageId)
        .containsOnly(answer.successful().get(0).messageId());
    assertThat(queue.drain()).extracting(Message::body).containsExactly("A");
  }

  @Test
  void withContentBasedDeduplicationTheSameMessageIsSentOnce() {
    // Given a topic with content-based deduplication
    SubscribedQueue queue = SubscribedQueue.fifo(true);

    // When the same message is published twice, and once under an id of its own
    publish(queue, "same", null);
    publish(queue, "same", null);
    publish(queue, "same", "explicit");

    // Then it arrives once for its content, and once for the explicit id
    assertThat(queue.drain()).extracting(Message::body).containsExactly("same", "same");
  }

  @Test
  void whatCouldNotBeFannedOutIsNotRememberedAndCanBeSentAgain() {
    // Given a topic whose queue is gone
    SubscribedQueue queue = SubscribedQueue.fifo(false);
    SQS.deleteQueue(request -> request.queueUrl(queue.queueUrl())).join();

    // When a message is published
    // Then it is refused, alone and in a batch
    assertThatThrownBy(() -> publish(queue, "again", "d"))
        .cause()
        .isInstanceOf(InternalErrorException.class);
    PublishBatchResponse refused =
        SNS.publishBatch(
                request ->
                    request
                        .topicArn(queue.topicArn())
                        .publishBatchRequestEntries(entry("a", "again", "d")))
            .join();
    assertThat(refused.successful()).isEmpty();
    assertThat(refused.failed().get(0).senderFault()).isFalse();

    // And when the queue is back, the same message with the same id is sent
    SubscribedQueue.createQueue(queue.queueName());
    publish(queue, "again", "d");
    assertThat(queue.drain()).extracting(Message::body).containsExactly("again");
  }

  private static PublishResponse publish(SubscribedQueue queue, String message, String dedupId) {
    return SNS.publish(
            PublishRequest.builder()
                .topicArn(queue.topicArn())
                .message(message)
                .messageGroupId("g")
                .messageDeduplicationId(dedupId)
                .build())
        .join();
  }

  private static PublishBatchRequestEntry entry(String id, String message, String dedupId) {
    return PublishBatchRequestEntry.builder()
        .id(id)
        .message(message)
        .messageGroupId("g")
        .messageDeduplicationId(dedupId)
        .build();
  }
}
