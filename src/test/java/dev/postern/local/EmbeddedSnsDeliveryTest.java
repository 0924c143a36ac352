package dev.postern.local;

import static dev.postern.local.SubscribedQueue.SNS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;

/** How messages get from a topic of the embedded SNS to its queues. */
class EmbeddedSnsDeliveryTest {
  private static final String TEXT = "ä & <b> \"q\" %41+\n\r\t\\ \uD83D\uDE00";

  @Test
  void rawDeliveryHandsOverTheMessageAndItsAttributesAsTheyWere() {
    // Given a queue with raw delivery
    SubscribedQueue queue = SubscribedQueue.standard(true);

    // When a message with attributes of every type is published
    Map<String, MessageAttributeValue> attributes =
        Map.of(
            "text", text("String", TEXT),
            "number", text("Number.int", "42"),
            "labelled", text("String.uri", "urn:x"),
            "bytes",
                MessageAttributeValue.builder()
                    .dataType("Binary.gzip")
                    .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 10, 13}))
                    .build());
    SNS.publish(
            request ->
                request.topicArn(queue.topicArn()).message(TEXT).messageAttributes(attributes))
        .join();

    // Then the queue has exactly that
    Message message = only(queue.drain());
    assertThat(message.body()).isEqualTo(TEXT);
    assertThat(message.messageAttributes()).hasSize(4);
    assertThat(message.messageAttributes().get("text").stringValue()).isEqualTo(TEXT);
    assertThat(message.messageAttributes().get("number").dataType()).isEqualTo("Number.int");
    assertThat(message.messageAttributes().get("number").stringValue()).isEqualTo("42");
    assertThat(message.messageAttributes().get("labelled").dataType()).isEqualTo("String.uri");
    assertThat(message.messageAttributes().get("bytes").dataType()).isEqualTo("Binary.gzip");
    assertThat(message.messageAttributes().get("bytes").binaryValue().asByteArray())
        .containsExactly(0, -1, 10, 13);
  }

  @Test
  void withoutRawDeliveryTheMessageComesInTheEnvelope() throws Exception {
    // Given a queue without raw delivery
    SubscribedQueue queue = SubscribedQueue.standard(false);

    // When a message is published
    String id =
        SNS.publish(
                request ->
                    request
                        .topicArn(queue.topicArn())
                        .subject("On it")
                        .message(TEXT)
                        .messageAttributes(
                            Map.of(
                                "bytes",
                                MessageAttributeValue.builder()
                                    .dataType("Binary")
                                    .binaryValue(SdkBytes.fromUtf8String("abc"))
                                    .build())))
            .join()
            .messageId();

    // Then it stands in the envelope, and the queue's message has no attributes
    Message message = only(queue.drain());
    JsonNode envelope = new ObjectMapper().readTree(message.body());
    assertThat(envelope.get("Type").asText()).isEqualTo("Notification");
    assertThat(envelope.get("MessageId").asText()).isEqualTo(id);
    assertThat(envelope.get("TopicArn").asText()).isEqualTo(queue.topicArn());
    assertThat(envelope.get("Subject").asText()).isEqualTo("On it");
    assertThat(envelope.get("Message").asText()).isEqualTo(TEXT);
    assertThat(envelope.at("/MessageAttributes/bytes/Type").asText()).isEqualTo("Binary");
    assertThat(envelope.at("/MessageAttributes/bytes/Value").asText()).isEqualTo("YWJj");
    assertThat(message.messageAttributes()).isEmpty();
  }

  @Test
  void everySubscribedQueueGetsTheMessageUntilItUnsubscribes() {
    // Given two queues on one topic
    SubscribedQueue first = SubscribedQueue.standard(true);
    SubscribedQueue second = SubscribedQueue.standard(true);
    String subscription =
        SNS.subscribe(
                request ->
                    request
                        .topicArn(first.topicArn())
                        .protocol("sqs")
                        .endpoint(second.queueArn())
                        .attributes(Map.of("RawMessageDelivery", "true")))
            .join()
            .subscriptionArn();

    // When one message is published before, one after the second unsubscribes
    SNS.publish(request -> request.topicArn(first.topicArn()).message("before")).join();
    SNS.unsubscribe(request -> request.subscriptionArn(subscription)).join();
    SNS.publish(request -> request.topicArn(first.topicArn()).message("after")).join();

    // Then the second has only the one before
    assertThat(first.drain())
        .extracting(Message::body)
        .containsExactlyInAnyOrder("before", "after");
    assertThat(second.drain()).extracting(Message::body).containsExactly("before");
  }

  @Test
  void ofABatchTheEntriesThatBreakARuleFailAlone() {
    // Given a topic
    SubscribedQueue queue = SubscribedQueue.standard(true);

    // When a batch is published whose second entry has an attribute that is no number
    PublishBatchResponse answer =
        SNS.publishBatch(
                request ->
                    request
                        .topicArn(queue.topicArn())
                        .publishBatchRequestEntries(
                            entry("a", "A"),
                            entry("b", "B").toBuilder()
                                .messageAttributes(Map.of("n", text("Number", "forty-two")))
                                .build(),
                            entry("c", "C")))
            .join();

    // Then that one fails as the sender's fault, the others arrive
    assertThat(answer.successful()).extracting("id").containsExactlyInAnyOrder("a", "c");
    assertThat(answer.failed()).hasSize(1);
    assertThat(answer.failed().get(0).id()).isEqualTo("b");
    assertThat(answer.failed().get(0).senderFault()).isTrue();
    assertThat(answer.failed().get(0).code()).isEqualTo("ParameterValueInvalid");
    assertThat(queue.drain()).extracting(Message::body).containsExactlyInAnyOrder("A", "C");
  }

  @Test
  void aFullBatchArrivesThoughTheEnvelopesMakeItTooBigForOneCallToTheQueue() {
    SubscribedQueue queue = SubscribedQueue.standard(false);
    List<PublishBatchRequestEntry> entries =
        IntStream.range(0, 10).mapToObj(i -> entry("e" + i, "x".repeat(26_214))).toList();

    PublishBatchResponse answer =
        SNS.publishBatch(
                request -> request.topicArn(queue.topicArn()).publishBatchRequestEntries(entries))
            .join();

    assertThat(answer.successful()).hasSize(10);
    assertThat(queue.drain()).hasSize(10);
  }

  private static PublishBatchRequestEntry entry(String id, String message) {
    return PublishBatchRequestEntry.builder().id(id).message(message).build();
  }

  private static MessageAttributeValue text(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  private static Message only(List<Message> messages) {
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }
}
