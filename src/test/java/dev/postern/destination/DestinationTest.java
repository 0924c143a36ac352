package dev.postern.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.DestinationName;
import dev.postern.message.Flaw;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestinationTest {
  private static final Destination FIFO = to(new Target.SqsQueue("orders.fifo"));
  private static final Destination STANDARD = to(new Target.SqsQueue("orders"));
  private static final Destination TOPIC = to(new Target.SnsTopic("orders"));
  private static final Optional<GroupId> GROUP = Optional.of(new GroupId("g"));

  @Test
  void aFifoDestinationNeedsAGroupAndAStandardOneDoesNot() {
    assertRefused(FIFO, message(Optional.empty(), Guarantee.AT_LEAST_ONCE, 0), Flaw.GROUP_MISSING);
    assertTaken(FIFO, message(GROUP, Guarantee.AT_LEAST_ONCE, 0));
    assertTaken(STANDARD, message(Optional.empty(), Guarantee.AT_LEAST_ONCE, 0));
    assertTaken(STANDARD, message(GROUP, Guarantee.AT_LEAST_ONCE, 0));
  }

  @Test
  void onlyAStandardQueueDelays() {
    Message delayed = message(GROUP, Guarantee.AT_LEAST_ONCE, 1);

    assertTaken(STANDARD, delayed);
    assertRefused(FIFO, delayed, Flaw.DELAY_NOT_SUPPORTED);
    assertRefused(TOPIC, delayed, Flaw.DELAY_NOT_SUPPORTED);
  }

  @Test
  void aGuaranteeThatIsNotOfferedIsRefusedWithThoseThatAre() {
    assertThat(
            assertRefused(
                    STANDARD,
                    message(GROUP, Guarantee.EXACTLY_ONCE, 0),
                    Flaw.GUARANTEE_NOT_AVAILABLE)
                .limit())
        .endsWith("at-most-once, at-least-once");
  }

  @Test
  void aKeyIsRequiredOnlyWhereItIsKept() {
    assertThat(KeyPolicy.REQUIRED.requiresKey(Guarantee.AT_LEAST_ONCE)).isTrue();
    assertThat(KeyPolicy.REQUIRED.requiresKey(Guarantee.AT_MOST_ONCE)).isFalse();
    assertThat(KeyPolicy.OPTIONAL.requiresKey(Guarantee.EXACTLY_ONCE)).isFalse();
    assertThat(KeyPolicy.CONTENT.requiresKey(Guarantee.EXACTLY_ONCE)).isFalse();
  }

  @Test
  void canonicalJsonMakesSpellingNoDifference() {
    Message one = json("{\"b\":1.0,\"a\":\"\\u0061\"}");
    Message same = json(" {\"a\":\"a\", \"b\":1}\n");

    assertThat(FingerprintForm.CANONICAL_JSON.of(one))
        .isEqualTo(FingerprintForm.CANONICAL_JSON.of(same))
        .isNotEqualTo(FingerprintForm.CANONICAL_JSON.of(json("{\"a\":\"a\",\"b\":2}")));
    assertThat(FingerprintForm.BYTES.of(one)).isNotEqualTo(FingerprintForm.BYTES.of(same));
  }

  @Test
  void whatIsNoJsonIsComparedByteForByte() {
    Message text = message(new ContentType("text/plain"), "{\"a\": 1}");

    assertThat(FingerprintForm.CANONICAL_JSON.of(text)).isEqualTo(text.fingerprint());
  }

  @Test
  void jsonThatCantBeParsedIsComparedByteForByte() {
    for (String broken :
        List.of("{", " ", "nul", "{\"a\":}", "[1,]", "\"\\x\"", "\"x", "{\"a\":1,\"a\":2}")) {
      Message message = json(broken);

      assertThat(FingerprintForm.CANONICAL_JSON.of(message))
          .as(broken)
          .isEqualTo(message.fingerprint());
    }
  }

  @Test
  void jsonOfAnyDepthIsCompared() {
    for (String open : List.of("[", "{\"a\":", "[{\"\\\\\":")) {
      Message deep = json(open.repeat(50_000));

      assertThat(FingerprintForm.CANONICAL_JSON.of(deep)).isEqualTo(deep.fingerprint());
    }
  }

  @Test
  void whatOnlyLooksDeepIsComparedByItsCanonicalForm() {
    String brackets = "\"" + "[{".repeat(500) + "\\\"" + "[{".repeat(500) + "\"";

    assertThat(FingerprintForm.CANONICAL_JSON.of(json("[" + brackets + ",[1]]")))
        .isEqualTo(FingerprintForm.CANONICAL_JSON.of(json("[ " + brackets + ",[1.0]]")));
    assertThat(FingerprintForm.CANONICAL_JSON.of(json("[".repeat(200) + "]".repeat(200))))
        .isEqualTo(
            FingerprintForm.CANONICAL_JSON.of(json("[".repeat(200) + " ]" + "]".repeat(199))));
  }

  @Test
  void numbersAreComparedAsDoublesAsTheRfcHasIt() {
    assertThat(FingerprintForm.CANONICAL_JSON.of(json("{\"id\":9007199254740993}")))
        .isEqualTo(FingerprintForm.CANONICAL_JSON.of(json("{\"id\":9007199254740992}")));
  }

  @Test
  void fifoIsByTheEndingAndNamesAreWithoutTheirPlace() {
    assertThat(new Target.SqsQueue("https://sqs.eu.amazonaws.com/1/a.fifo"))
        .satisfies(
            queue -> {
              assertThat(queue.isFifo()).isTrue();
              assertThat(queue.isUrl()).isTrue();
              assertThat(queue.name()).isEqualTo("a.fifo");
            });
    assertThat(new Target.SnsTopic("arn:aws:sns:eu:1:a").name()).isEqualTo("a");
    assertThat(new Target.SnsTopic("a").isArn()).isFalse();
    assertThat(new Target.SqsQueue("afifo").isFifo()).isFalse();
  }

  private static void assertTaken(Destination destination, Message message) {
    assertThat(destination.checked(message)).isSameAs(message);
  }

  private static InvalidMessage assertRefused(Destination destination, Message message, Flaw flaw) {
    InvalidMessage refusal =
        catchThrowableOfType(InvalidMessage.class, () -> destination.checked(message));
    assertThat(refusal).isNotNull();
    assertThat(refusal.flaw()).isEqualTo(flaw);
    return refusal;
  }

  private static Destination to(Target target) {
    return new Destination(
        new DestinationName("orders"),
        Tenant.DEFAULT,
        target,
        new Policy(
            new Offer(
                Guarantee.AT_LEAST_ONCE,
                target.isFifo()
                    ? EnumSet.allOf(Guarantee.class)
                    : EnumSet.of(Guarantee.AT_MOST_ONCE, Guarantee.AT_LEAST_ONCE)),
            KeyPolicy.REQUIRED,
            new Forms(FingerprintForm.BYTES, EventForm.STRUCTURED),
            Numbering.NONE,
            OnDead.SKIP),
        new Limits(
            1024,
            1,
            Duration.ofHours(1),
            1,
            new Retention(Duration.ofHours(1), Duration.ofHours(1))));
  }

  private static Message json(String payload) {
    return message(ContentType.JSON, payload);
  }

  private static Message message(ContentType type, String payload) {
    return new Message(
        Tenant.DEFAULT,
        new DestinationName("orders"),
        GROUP,
        new Content(new Bytes(payload.getBytes(StandardCharsets.UTF_8)), type, Attributes.NONE),
        Terms.of(Guarantee.AT_LEAST_ONCE));
  }

  private static Message message(Optional<GroupId> group, Guarantee guarantee, int delay) {
    return new Message(
        Tenant.DEFAULT,
        new DestinationName("orders"),
        group,
        json("{}").content(),
        new Terms(guarantee, delay, Optional.empty()));
  }
}
