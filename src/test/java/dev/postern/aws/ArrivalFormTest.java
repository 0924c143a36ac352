package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.Attribute;
import dev.postern.message.GroupId;
import dev.postern.subscription.Arrival;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Whatever SQS gives, it can be read. */
class ArrivalFormTest {
  private static Arrival read(
      Map<MessageSystemAttributeName, String> system, Map<String, MessageAttributeValue> values) {
    Map<MessageSystemAttributeName, String> all = new HashMap<>(system);
    all.put(MessageSystemAttributeName.SENT_TIMESTAMP, "1700000000123");
    all.put(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "4");
    return ArrivalForm.read(
        Message.builder()
            .messageId("sqs-1")
            .receiptHandle("r")
            .body("b")
            .attributes(all)
            .messageAttributes(values)
            .build());
  }

  private static String id(
      Map<MessageSystemAttributeName, String> system, Map<String, MessageAttributeValue> values) {
    return read(system, values).message().id().value();
  }

  private static Map<String, MessageAttributeValue> posternId(String id) {
    return Map.of("postern-id", SqsAttribute.string("String", id));
  }

  @Test
  void itIsKnownByItsPosternIdElseByItsDeduplicationIdElseBySqsOwn() {
    Map<MessageSystemAttributeName, String> fifo =
        Map.of(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID, "dedup");
    assertThat(id(fifo, posternId("p"))).isEqualTo("p");
    assertThat(id(fifo, Map.of())).isEqualTo("dedup");
    assertThat(id(Map.of(), Map.of())).isEqualTo("sqs-1");
    assertThat(read(fifo, posternId("p")).queueId()).isEqualTo("sqs-1");
  }

  @Test
  void aPosternIdThatCanBeNoneIsAnAttributeLikeOthers() {
    assertThat(id(Map.of(), posternId("p".repeat(128)))).isEqualTo("p".repeat(128));
    Arrival arrival = read(Map.of(), posternId("p".repeat(129)));
    assertThat(arrival.message().id().value()).isEqualTo("sqs-1");
    assertThat(arrival.message().text("postern-id")).contains("p".repeat(129));
    assertThat(arrival.flaw()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsLeftOutAndTold() {
    Arrival arrival =
        read(
            Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, "no group"),
            Map.of(
                "good", SqsAttribute.string("String", "x"),
                "n", SqsAttribute.string("Number", "many"),
                "t", SqsAttribute.string("Text", "x"),
                "u", MessageAttributeValue.builder().dataType("Binary").build()));
    assertThat(arrival.message().attributes())
        .containsOnly(Map.entry("good", new Attribute.Text("x")));
    assertThat(arrival.message().group()).isEmpty();
    assertThat(arrival.flaw())
        .hasValueSatisfying(
            flaw ->
                assertThat(flaw.text())
                    .contains("attribute n must", "attribute t must", "attribute u must")
                    .contains("group must have 1 to 128 characters"));
  }

  @Test
  void itSaysWhenItWasSentAndHowOftenItWasReceived() {
    Arrival arrival = read(Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g"), Map.of());
    assertThat(arrival.message().sentAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    assertThat(arrival.receiveCount()).isEqualTo(4);
    assertThat(arrival.message().group()).contains(new GroupId("g"));
  }
}
