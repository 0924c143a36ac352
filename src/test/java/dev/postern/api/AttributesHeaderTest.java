package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesHeaderTest {
  @Test
  void numbersTextAndBytesBecomeAttributesOfTheirKind() {
    assertThat(read("tier=3, region=\"eu\", digest=:aGk=:, price=1.5").byName())
        .isEqualTo(
            Map.of(
                "tier", new Attribute.Numeric("3"),
                "region", new Attribute.Text("eu"),
                "digest", new Attribute.Binary(bytes("hi")),
                "price", new Attribute.Numeric("1.5")));
  }

  @Test
  void parametersGiveTheRealNameAndALabelledType() {
    assertThat(
            read("t=\"created\";name=\"eventType\", n=1;type=\"Number.int\", b=:aGk=:;type=\"Binary.gif\"")
                .byName())
        .isEqualTo(
            Map.of(
                "eventType", new Attribute.Text("created"),
                "n", new Attribute.Numeric("Number.int", "1"),
                "b", new Attribute.Binary("Binary.gif", bytes("hi"))));
  }

  @ParameterizedTest
  @CsvSource({
    "1.50, 1.5",
    "0.001, 0.001",
    "-0.010, -0.01",
    "1.000, 1.0",
    "100.0, 100.0",
    "-0, 0",
    "-7, -7",
    "999999999999.999, 999999999999.999",
    "999999999999999, 999999999999999",
    "007, 7"
  })
  void numbersArriveInTheirShortestForm(String sent, String carried) {
    assertThat(read("n=" + sent).byName()).containsEntry("n", new Attribute.Numeric(carried));
  }

  @Test
  void textMayHoldCommasQuotesAndSemicolons() {
    assertThat(read("a=\"x, b=1; \\\"c\\\" \\\\\" , d=2").byName())
        .isEqualTo(
            Map.of("a", new Attribute.Text("x, b=1; \"c\" \\"), "d", new Attribute.Numeric("2")));
  }

  @Test
  void linesAreJoined() {
    assertThat(AttributesHeader.read(List.of("a=1", "b=2, c=3")).byName())
        .containsOnlyKeys("a", "b", "c");
  }

  @Test
  void anAbsentOrEmptyHeaderHasNone() {
    assertThat(AttributesHeader.read(List.of())).isEqualTo(Attributes.NONE);
    assertThat(read(" ")).isEqualTo(Attributes.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ok=1, flag             | \"flag\"",
        "ok=1, flag=?0          | \"flag\"",
        "ok=1, day=@1659578233  | \"day\"",
        "ok=1, tok=eu           | \"tok\"",
        "ok=1, list=(1 2)       | \"list\"",
        "ok=1, dis=%\"f%c3%bc\" | \"dis\"",
        "ok=1, n=1;color=\"red\" | \"color\" of member \"n\"",
        "ok=1, n=1;name=token   | \"name\" of member \"n\"",
        "ok=1, n=1;type         | \"type\" of member \"n\"",
        "ok=1, n=1;type=\"String\" | \"n\"",
        "ok=1, t=\"x\";type=\"Number\" | \"t\"",
        "ok=1, t=\"\"           | \"t\"",
        "ok=1, b=::             | \"b\"",
        "ok=1, t=\"x            | \"t\"",
        "ok=1, t=\"\u00fc\"     | \"t\"",
        "ok=1, big=1234567890123456 | \"big\"",
        "ok=1, d=1.2345         | \"d\"",
        "ok=1, Cap=1            | \"Cap\"",
        "ok=1, ok=2             | \"ok\"",
        "ok=1, n=2;name=\"ok\"  | \"ok\"",
        "a=1;name=\"X\", b=1;name=\"X\" | \"X\"",
        "ok=1, n=1;name=\"AWS.x\" | \"AWS.x\"",
        "ok=1, n=1;name=\"\"    | \"\"",
        "ok=1, n=1;name=\"a b\" | \"a b\"",
        "ok=1, postern-id=\"x\" | \"postern-id\"",
        "ok=1, traceparent=\"x\" | \"traceparent\"",
        "ok=1, s*r=1            | \"s*r\""
      })
  void whatIsMalformedNamesItsMember(String header, String member) {
    assertThat(refusal(header))
        .satisfies(
            e -> {
              assertThat(e.flaw()).isEqualTo(Flaw.ATTRIBUTES_MALFORMED);
              assertThat(e.field()).isEqualTo("Message-Attributes");
              assertThat(e.limit()).contains(member);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=", "a=1,", ",a=1", "a=1 b=2", "a=1;", "\"a\"", "a=", "a=1,,b=2", "a==1"})
  void whatIsNoDictionaryIsMalformed(String header) {
    assertThat(refusal(header).flaw()).isEqualTo(Flaw.ATTRIBUTES_MALFORMED);
  }

  @Test
  void textBeyondAsciiIsRefusedWithAHint() {
    assertThat(refusal("t=\"\u00fc\"").limit()).contains("ASCII", "bytes");
  }

  @Test
  void allLinesTogetherHaveAtMost8KiB() {
    String most = "a=\"" + "x".repeat(8192 - 4) + "\"";

    assertThat(read(most).byName()).containsOnlyKeys("a");
    assertThat(refusal("a=\"" + "x".repeat(8192 - 3) + "\"").limit()).contains("8192");
    assertThat(
            catchThrowableOfType(
                    InvalidMessage.class,
                    () -> AttributesHeader.read(List.of(most.substring(0, 8190) + "\"", "b=1")))
                .limit())
        .contains("8192");
  }

  @Test
  void tenAreTheMost() {
    assertThat(read("a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1,j=1").byName()).hasSize(10);
    assertThat(refusal("a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1,j=1,k=1").limit()).contains("10");
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    for (long seed = 0; seed < 2000; seed++) {
      Attributes attributes = new Generator(seed).attributes();
      String header = AttributesHeader.write(attributes).orElseThrow();

      assertThat(read(header)).as("seed %d: %s", seed, header).isEqualTo(attributes);
    }
  }

  @Test
  void whateverIsSentIsReadOrRefusedAsMalformed() {
    String alphabet = "ab1=,;:\"\\?@()%. \t-*\u00fcname=\"type=\"";
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder header = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        header.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Attributes read = read(header.toString());
        assertThat(AttributesHeader.write(read).map(AttributesHeaderTest::read))
            .as("seed %d: %s", seed, header)
            .contains(read);
      } catch (InvalidMessage e) {
        assertThat(e.flaw()).isEqualTo(Flaw.ATTRIBUTES_MALFORMED);
      }
    }
  }

  @Test
  void whatAHeaderCantCarryIsNotWritten() {
    assertThat(write(new Attribute.Text("\u00fc"))).isEmpty();
    assertThat(write(new Attribute.Text("a\nb"))).isEmpty();
    assertThat(write(new Attribute.Text("x".repeat(8192)))).isEmpty();
    for (String number : List.of("1e3", "1.50", "1234567890123456", "0.0001", "-0", "007", "+1")) {
      assertThat(write(new Attribute.Numeric(number))).as(number).isEmpty();
    }
    assertThat(AttributesHeader.write(Attributes.NONE)).contains("");
  }

  @Test
  void namesThatDifferOnlyInCaseAreWrittenUnderKeysOfTheirOwn() {
    Attributes attributes =
        new Attributes(
            Map.<String, Attribute>of(
                "Ab", new Attribute.Numeric("1"),
                "ab", new Attribute.Numeric("2"),
                "1", new Attribute.Numeric("3")));

    assertThat(AttributesHeader.write(attributes))
        .contains("a1=3;name=\"1\", ab=1;name=\"Ab\", ab_=2;name=\"ab\"");
    assertThat(read(AttributesHeader.write(attributes).orElseThrow())).isEqualTo(attributes);
  }

  private static Optional<String> write(Attribute attribute) {
    return AttributesHeader.write(new Attributes(Map.of("a", attribute)));
  }

  private static Attributes read(String header) {
    return AttributesHeader.read(List.of(header));
  }

  private static InvalidMessage refusal(String header) {
    return catchThrowableOfType(InvalidMessage.class, () -> read(header));
  }

  private static Bytes bytes(String text) {
    return new Bytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Attributes that a header can carry. */
  private record Generator(Random random) {
    Generator(long seed) {
      this(new Random(seed));
    }

    Attributes attributes() {
      SortedMap<String, Attribute> byName = new TreeMap<>();
      for (int count = random.nextInt(11); count > 0; count--) {
        byName.put(name(), attribute());
      }
      return new Attributes(byName);
    }

    private String name() {
      String dotted = random.nextBoolean() ? "." + text("aZ09_-", 3) : "";
      return text("abAB09_-", 4) + dotted;
    }

    private Attribute attribute() {
      String label = random.nextBoolean() ? "" : "." + text("aZ09_-", 5);
      return switch (random.nextInt(4)) {
        case 0 -> new Attribute.Text("String" + label, text(" a\"\\,;=()?:@%'", 12));
        case 1 -> new Attribute.Binary("Binary" + label, bytes());
        case 2 -> new Attribute.Numeric("Number" + label, Long.toString(fifteenDigits()));
        default -> new Attribute.Numeric("Number" + label, decimal());
      };
    }

    private Bytes bytes() {
      byte[] bytes = new byte[1 + random.nextInt(20)];
      random.nextBytes(bytes);
      return new Bytes(bytes);
    }

    private long fifteenDigits() {
      return random.nextLong() % 1_000_000_000_000_000L;
    }

    private String decimal() {
      BigDecimal decimal = BigDecimal.valueOf(fifteenDigits(), 3).stripTrailingZeros();
      return (decimal.scale() < 1 ? decimal.setScale(1) : decimal).toPlainString();
    }

    private String text(String alphabet, int most) {
      StringBuilder text = new StringBuilder();
      for (int length = 1 + random.nextInt(most); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      return text.toString();
    }
  }
}
