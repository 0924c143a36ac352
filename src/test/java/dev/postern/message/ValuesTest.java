package dev.postern.message;

import static dev.postern.message.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @Test
  void aKeyHas1To255VisibleAsciiCharacters() {
    assertThat(new IdempotencyKey("!")).hasToString("!");
    assertThat(new IdempotencyKey("~".repeat(255)).value()).hasSize(255);
    for (String wrong :
        new String[] {"", "k".repeat(256), "a b", "a\n", "\u00e9", "\u007f", null}) {
      refused(Flaw.IDEMPOTENCY_KEY_MALFORMED, "Idempotency-Key", () -> new IdempotencyKey(wrong));
    }
  }

  @Test
  void aGroupHas1To128VisibleAsciiCharacters() {
    assertThat(new GroupId("/?#%")).hasToString("/?#%");
    assertThat(new GroupId("g".repeat(128)).value()).hasSize(128);
    for (String wrong :
        new String[] {"", "g".repeat(129), "a b", "a\n", "\u00e9", "\u007f", null}) {
      refused(Flaw.GROUP_MALFORMED, "Message-Group-Id", () -> new GroupId(wrong));
    }
  }

  @Test
  void namesHave1To64CharactersThatAreSafeEverywhere() {
    assertThat(new Tenant("a-1")).hasToString("a-1");
    assertThat(new DestinationName("d".repeat(64)).value()).hasSize(64);
    assertThat(DestinationName.parse("orders")).contains(new DestinationName("orders"));
    for (String wrong : new String[] {"", "d".repeat(65), "A", "a_b", "a.b", "a/b", "a\n"}) {
      assertThat(DestinationName.parse(wrong)).isEmpty();
      assertThatIllegalArgumentException().isThrownBy(() -> new DestinationName(wrong));
      assertThatIllegalArgumentException().isThrownBy(() -> new Tenant(wrong));
    }
  }

  @Test
  void aDelayIs0To900Seconds() {
    assertThat(delay(0).delaySeconds()).isZero();
    assertThat(delay(900).delaySeconds()).isEqualTo(900);
    refused(Flaw.DELAY_MALFORMED, "Message-Delay", () -> delay(-1));
    refused(Flaw.DELAY_MALFORMED, "Message-Delay", () -> delay(901));
  }

  private static Terms delay(int seconds) {
    return new Terms(Guarantee.AT_LEAST_ONCE, seconds, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | application/json | true",
        "Application/JSON; charset=utf-8 | application/json | true",
        "application/cloudevents+json | application/cloudevents+json | true",
        "text/plain ; charset=\"a;b\\\"\" | text/plain | false",
        "application/jsonp | application/jsonp | false",
        "application/x-ndjson | application/x-ndjson | false",
        "text/plain; | text/plain | false",
        "a+b/c^d | a+b/c^d | false"
      })
  void aContentTypeIsAMediaTypeWithItsParameters(String value, String essence, boolean json) {
    ContentType type = new ContentType(value);

    assertThat(type).hasToString(value);
    assertThat(type.essence()).isEqualTo(essence);
    assertThat(type.isJson()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "text/",
        "/plain",
        "text/plain/x",
        "text /plain",
        "text/plain; a",
        "text/plain;a=",
        "text/plain;a=\"",
        "text/plain,text/html",
        "*/*",
        "text/*",
        "text/plain\n",
        " text/plain",
        "t\u00e9xt/plain"
      })
  void whatIsNoMediaTypeIsMalformed(String value) {
    refused(Flaw.CONTENT_TYPE_MALFORMED, "Content-Type", () -> new ContentType(value));
  }

  @Test
  void aContentTypeHasAtMost255Characters() {
    assertThat(new ContentType("a/" + "b".repeat(253)).value()).hasSize(255);
    refused(
        Flaw.CONTENT_TYPE_MALFORMED, "Content-Type", () -> new ContentType("a/" + "b".repeat(254)));
  }

  @Test
  void theUsualContentTypesAreThere() {
    assertThat(ContentType.JSON).hasToString("application/json");
    assertThat(ContentType.OCTET_STREAM).hasToString("application/octet-stream");
  }

  @Test
  void aPayloadHasAtLeastOneByte() {
    refused(Flaw.PAYLOAD_MISSING, "payload", () -> content(ContentType.JSON, new byte[0]));
    assertThat(content(ContentType.OCTET_STREAM, new byte[1]).payload().size()).isOne();
  }

  @Test
  void jsonIsWellFormedUtf8AndOtherPayloadsAreAnyBytes() {
    byte[] latin1 = "\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1);
    byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};

    refused(Flaw.PAYLOAD_MALFORMED, "payload", () -> content(ContentType.JSON, latin1));
    refused(Flaw.PAYLOAD_MALFORMED, "payload", () -> content(ContentType.JSON, surrogate));
    assertThat(content(ContentType.OCTET_STREAM, latin1).payload().array()).isEqualTo(latin1);
  }

  private static Content content(ContentType type, byte[] payload) {
    return new Content(new Bytes(payload), type, Attributes.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true",
    "fe-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00, true",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, false",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01, false",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01, false",
    "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01, false",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331, false",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-, false",
    "nonsense, false"
  })
  void aTraceThatIsBrokenIsNoneAndFailsNothing(String text, boolean whole) {
    assertThat(TraceParent.parse(text).map(TraceParent::value))
        .isEqualTo(whole ? Optional.of(text) : Optional.empty());
    if (!whole) {
      assertThatIllegalArgumentException().isThrownBy(() -> new TraceParent(text));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWordStandsForItsConstant(Guarantee guarantee) {
    assertThat(Worded.parse(Guarantee.class, guarantee.word())).contains(guarantee);
    assertThat(Worded.parse(Guarantee.class, guarantee.name())).isEmpty();
  }

  @Test
  void wordsAreLowerCaseWithHyphens() {
    assertThat(Guarantee.AT_LEAST_ONCE.word()).isEqualTo("at-least-once");
    assertThat(DeathReason.OUTCOME_UNKNOWN.word()).isEqualTo("outcome-unknown");
  }

  @Test
  void onlyAtMostOnceIsNotTracked() {
    assertThat(Guarantee.AT_MOST_ONCE.isTracked()).isFalse();
    assertThat(Guarantee.AT_LEAST_ONCE.isTracked()).isTrue();
    assertThat(Guarantee.EXACTLY_ONCE.isTracked()).isTrue();
  }

  @Test
  void bytesAreEqualByTheirContentAndStayOutOfLogs() {
    Bytes bytes = new Bytes(new byte[] {1, 2});

    assertThat(bytes).isEqualTo(new Bytes(new byte[] {1, 2})).hasToString("2 bytes");
    assertThat(bytes).hasSameHashCodeAs(new Bytes(new byte[] {1, 2}));
    assertThat(bytes).isNotEqualTo(new Bytes(new byte[] {1, 3}));
  }
}
