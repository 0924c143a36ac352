package dev.postern.local;

import static dev.postern.local.SubscribedQueue.SQS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** What the gateway relies on in SQS. */
class EmbeddedSqsTest {
  @Test
  void aFifoQueueKeepsTheFirstOfMessagesWithOneDeduplicationId() {
    // Given a FIFO queue
    String url = SubscribedQueue.createQueue("facts-" + UUID.randomUUID() + ".fifo");

    // When a message is sent twice under one id, and another under another
    send(url, entry("a", "first", "g", "same"));
    send(url, entry("a", "again", "g", "same"));
    send(url, entry("a", "other", "g", "else"));

    // Then the first and the other are there, in this order
    assertThat(SubscribedQueue.drain(url))
        .extracting(Message::body)
        .containsExactly("first", "other");
  }

  @Test
  void aStandardQueueKeepsBothOfTwoEqualMessages() {
    String url = SubscribedQueue.createQueue("facts-" + UUID.randomUUID());

    send(url, entry("a", "same", null, null));
    send(url, entry("a", "same", null, null));

    assertThat(SubscribedQueue.drain(url)).hasSize(2);
  }

  @Test
  void messagesOfAGroupInOneCallArriveInTheOrderOfTheCall() {
    String url = SubscribedQueue.createQueue("facts-" + UUID.randomUUID() + ".fifo");

    send(url, entry("a", "1", "g", "1"), entry("b", "2", "g", "2"), entry("c", "3", "g", "3"));

    assertThat(SubscribedQueue.drain(url)).extracting(Message::body).containsExactly("1", "2", "3");
  }

  @Test
  void whenAnEntryFailsLaterEntriesOfItsGroupAreDeliveredAllTheSame() {
    // Given a FIFO queue
    String url = SubscribedQueue.createQueue("facts-" + UUID.randomUUID() + ".fifo");

    // When the first of two entries of a group is one SQS does not take
    SendMessageBatchResponse answer =
        send(url, entry("a", "\u0000", "g", "1"), entry("b", "2", "g", "2"));

    // Then the second overtakes it: so there is one message per group and call
    assertThat(answer.failed()).extracting("id").containsExactly("a");
    assertThat(SubscribedQueue.drain(url)).extracting(Message::body).containsExactly("2");
  }

  @Test
  void bytesInAnAttributeComeBackAsTheyWereSent() {
    String url = SubscribedQueue.createQueue("facts-" + UUID.randomUUID());

    send(
        url,
        entry("a", "m", null, null).toBuilder()
            .messageAttributes(
                Map.of(
                    "bytes",
                    MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 10}))
                        .build()))
            .build());

    assertThat(SubscribedQueue.drain(url).get(0).messageAttributes().get("bytes").binaryValue())
        .isEqualTo(SdkBytes.fromByteArray(new byte[] {0, -1, 10}));
  }

  private static SendMessageBatchResponse send(String url, SendMessageBatchRequestEntry... all) {
    return SQS.sendMessageBatch(request -> request.queueUrl(url).entries(List.of(all))).join();
  }

  private static SendMessageBatchRequestEntry entry(
      String id, String body, String group, String dedupId) {
    return SendMessageBatchRequestEntry.builder()
        .id(id)
        .messageBody(body)
        .messageGroupId(group)
        .messageDeduplicationId(dedupId)
        .build();
  }
}
