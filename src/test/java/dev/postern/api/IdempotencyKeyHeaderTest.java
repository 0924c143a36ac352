package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyHeaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "8e03978e-40d5-43e8-bc93-6894a57f9324",
        "12345",
        "-1.5",
        "aGVsbG8=",
        "a+b/c==",
        "urn:order:42",
        "order/42?x=1&y='z'",
        "\\o/",
        ":",
        "?",
        "?10",
        "@",
        "@alice",
        "*",
        "%7B%7D",
        "(",
        "x(1)"
      })
  void aBareKeyAndTheSameInQuotesAreOneKey(String key) {
    String quoted = "\"" + key.replace("\\", "\\\\") + "\"";

    assertThat(key(quoted)).isEqualTo(key);
    if (!key.equals("(")) {
      assertThat(key(key)).isEqualTo(key);
      assertThat(key("  " + key + "\t")).isEqualTo(key);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a,b\"      | a,b",
        "\"a;b=1\"    | a;b=1",
        "\"a\\\"b\"   | a\"b",
        "\"a\\\\b\"   | a\\b",
        "\":aGk=:\"   | :aGk=:",
        "\"?1\"       | ?1",
        "\"(a)\"      | (a)",
        "\"@12\"      | @12"
      })
  void quotesCarryWhatABareKeyCant(String header, String key) {
    assertThat(key(header)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\"\"",
        "a,b",
        "a, b",
        "a;b",
        "a;",
        "a\"b",
        "a b",
        "\"a b\"",
        "\"a",
        "\"a\\\"",
        "\"",
        "\"a\\b\"",
        "\"a\";p",
        "\"a\";p=1",
        "\"a\", \"b\"",
        "\"a\" b",
        "\"a\"b",
        ":aGk=:",
        "::",
        "?0",
        "?1",
        "@1659578233",
        "@-1",
        "(a)",
        "(",
        "()",
        "(a b)",
        "%\"f%c3%bc\"",
        "caf\u00e9",
        "\"caf\u00e9\"",
        "a\u0001",
        "\"a\u007f\"",
        "\u00a0a"
      })
  void whatIsNotOneKeyIsMalformed(String header) {
    assertThat(refusal(List.of(header)).flaw()).isEqualTo(Flaw.IDEMPOTENCY_KEY_MALFORMED);
  }

  @Test
  void aKeyHasAtMost255CharactersInEitherForm() {
    String longest = "k".repeat(255);

    assertThat(key(longest)).isEqualTo(longest);
    assertThat(key("\"" + longest + "\"")).isEqualTo(longest);
    assertThat(refusal(List.of(longest + "k")).limit()).contains("255");
    assertThat(refusal(List.of("\"" + longest + "k\"")).limit()).contains("255");
  }

  @Test
  void aRepeatedHeaderIsMalformedEvenIfItSaysTheSameTwice() {
    assertThat(refusal(List.of("a", "a")).getMessage())
        .isEqualTo("Idempotency-Key must be given once, not 2 times");
  }

  @Test
  void anAbsentHeaderIsNoKey() {
    assertThat(IdempotencyKeyHeader.read(List.of())).isEmpty();
  }

  private static String key(String header) {
    return IdempotencyKeyHeader.read(List.of(header)).orElseThrow().value();
  }

  private static InvalidMessage refusal(List<String> headers) {
    return catchThrowableOfType(InvalidMessage.class, () -> IdempotencyKeyHeader.read(headers));
  }
}
