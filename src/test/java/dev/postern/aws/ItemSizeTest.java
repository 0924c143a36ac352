package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item has as many bytes as DynamoDB says that it has. */
class ItemSizeTest {
  private static long of(AttributeValue value) {
    return ItemSize.of(Map.of("n", value)) - 1;
  }

  @Test
  void namesAndTextsCountInUtf8() {
    assertThat(ItemSize.of(Map.of("ü", Item.string("a€𝄞")))).isEqualTo(2 + 1 + 3 + 4);
    assertThat(of(Item.string(""))).isZero();
  }

  @Test
  void bytesCountAsTheyAre() {
    assertThat(of(Item.bytes(new byte[100]))).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "7, 2",
    "27, 2",
    "-27, 3",
    "123, 3",
    "1000, 2",
    "0.001, 2",
    "1767225600123, 8",
    "12.50, 3",
    "1E+5, 2"
  })
  void aNumberTakesAByteForTwoDigitsAndOneMore(String number, long bytes) {
    assertThat(of(AttributeValue.fromN(number))).isEqualTo(bytes);
  }

  @Test
  void truthValuesAndNothingTakeOne() {
    assertThat(of(AttributeValue.fromBool(false))).isEqualTo(1);
    assertThat(of(AttributeValue.fromNul(true))).isEqualTo(1);
  }

  @Test
  void mapsAndListsTakeThreeAndOneForEachElement() {
    AttributeValue text = Item.string("abc");
    assertThat(of(AttributeValue.fromM(Map.of()))).isEqualTo(3);
    assertThat(of(AttributeValue.fromM(Map.of("k", text)))).isEqualTo(3 + 1 + 1 + 3);
    assertThat(of(AttributeValue.fromL(List.of(text, text)))).isEqualTo(3 + 2 * (1 + 3));
    assertThat(of(AttributeValue.fromM(Map.of("k", AttributeValue.fromM(Map.of("l", text))))))
        .isEqualTo(3 + 1 + 1 + (3 + 1 + 1 + 3));
  }

  @Test
  void setsTakeWhatIsInThem() {
    assertThat(of(AttributeValue.fromSs(List.of("a", "bc")))).isEqualTo(3);
    assertThat(of(AttributeValue.fromNs(List.of("1", "22")))).isEqualTo(4);
    assertThat(of(AttributeValue.fromBs(List.of(Item.bytes(new byte[5]).b())))).isEqualTo(5);
  }

  /** The example of DynamoDB's documentation, "DynamoDB item sizes and formats". */
  @Test
  void aKbBegunIsAUnit() {
    assertThat(ItemSize.units(1)).isEqualTo(1);
    assertThat(ItemSize.units(1024)).isEqualTo(1);
    assertThat(ItemSize.units(1025)).isEqualTo(2);
    assertThat(ItemSize.units(1536)).isEqualTo(2);
  }
}
