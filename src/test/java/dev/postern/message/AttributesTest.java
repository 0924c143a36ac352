package dev.postern.message;

import static dev.postern.message.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
  private static final Attribute ONE = new Attribute.Numeric("1");

  @ParameterizedTest
  @ValueSource(strings = {"a", "A", "0", "_", "-", "a.b.c", "awsx", "x.AWS.y", "Postern-id"})
  void namesHaveSqssAlphabet(String name) {
    assertThat(new Attributes(Map.of(name, ONE)).byName()).containsOnlyKeys(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".a",
        "a.",
        "a..b",
        "a b",
        "a/b",
        "\u00e9",
        "a\n",
        "AWS.a",
        "aws.a",
        "Amazon.a",
        "AMAZON.a",
        "postern-id",
        "postern-gap",
        "content-type",
        "content-transfer-encoding",
        "sequence",
        "causal-clock",
        "traceparent"
      })
  void otherNamesAndThoseOfOthersAreRefused(String name) {
    assertThat(malformed(() -> new Attributes(Map.of(name, ONE))).limit())
        .contains("\"" + name + "\"");
  }

  @Test
  void aNameHasAtMost256Characters() {
    assertThat(new Attributes(Map.of("n".repeat(256), ONE)).size()).isEqualTo(256 + 6 + 1);
    malformed(() -> new Attributes(Map.of("n".repeat(257), ONE)));
  }

  @Test
  void tenAreTheMost() {
    Map<String, Attribute> byName = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      byName.put("n" + i, ONE);
    }
    assertThat(new Attributes(byName).byName()).hasSize(10);
    byName.put("n10", ONE);
    assertThat(malformed(() -> new Attributes(byName)).limit()).contains("10", "11");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1.5",
        "+1",
        "007",
        "1e126",
        "1e-128",
        "99999999999999999999999999999999999999",
        "-1.5E+10"
      })
  void aNumberHasAtMost38Digits(String value) {
    assertThat(new Attribute.Numeric(value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        "x",
        "NaN",
        "Infinity",
        "0x1",
        "1_000",
        "1,5",
        "1e127",
        "1.1e126",
        "1e-129",
        "0e999999999",
        "\u0665",
        "1e-130",
        "999999999999999999999999999999999999999",
        "1e999999999",
        "1e99999999999"
      })
  void otherNumbersAreRefused(String value) {
    malformed(() -> new Attribute.Numeric(value));
  }

  @Test
  void aNumberIsShortEnoughToBeParsedAtEase() {
    assertThat(new Attribute.Numeric("0".repeat(255) + "1").size()).isEqualTo(6 + 256);
    malformed(() -> new Attribute.Numeric("0".repeat(256) + "1"));
  }

  @Test
  void textIsNotEmptyAndHasTheCharactersOfXml() {
    assertThat(new Attribute.Text("\t\n\r \u00e9\ud83d\ude00\ufffd").type()).isEqualTo("String");
    for (String wrong : new String[] {"", "\u0000", "\u000b", "\ud83d", "\ude00\ud83d", "\uffff"}) {
      malformed(() -> new Attribute.Text(wrong));
    }
  }

  @Test
  void bytesAreNotEmpty() {
    assertThat(new Attribute.Binary(new Bytes(new byte[1])).size()).isEqualTo(6 + 1);
    malformed(() -> new Attribute.Binary(new Bytes(new byte[0])));
  }

  @Test
  void aTypeIsItsKindWithAnOptionalLabel() {
    assertThat(new Attribute.Numeric("Number.int", "1").type()).isEqualTo("Number.int");
    assertThat(new Attribute.Text("String." + "x".repeat(249), "a").type()).hasSize(256);
    for (String wrong :
        new String[] {
          "", "String", "number", "Number.", "Number..a", "Numbers", "Number.\u00e9", "Number.a b"
        }) {
      assertThat(malformed(() -> new Attribute.Numeric(wrong, "1")).limit())
          .contains("\"" + wrong + "\"");
    }
    malformed(() -> new Attribute.Text("String." + "x".repeat(250), "a"));
  }

  @Test
  void theirSizeIsWhatTheBrokerCounts() {
    Attributes attributes =
        new Attributes(
            Map.of(
                "a", new Attribute.Text("\u00e9"),
                "bb", new Attribute.Numeric("Number.int", "12"),
                "c", new Attribute.Binary(new Bytes(new byte[5]))));

    assertThat(attributes.size()).isEqualTo((1 + 6 + 2) + (2 + 10 + 2) + (1 + 6 + 5));
    assertThat(Attributes.NONE.size()).isZero();
    assertThat(Attributes.NONE.isEmpty()).isTrue();
  }

  @Test
  void theyDoNotChange() {
    Map<String, Attribute> given = new TreeMap<>(Map.of("a", ONE));
    Attributes attributes = new Attributes(given);
    given.put("b", ONE);

    assertThat(attributes.byName()).containsOnlyKeys("a");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> attributes.byName().put("b", ONE));
  }

  private static InvalidMessage malformed(ThrowingCallable making) {
    return refused(Flaw.ATTRIBUTES_MALFORMED, "Message-Attributes", making);
  }
}
