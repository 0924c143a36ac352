package dev.postern.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes are counted as they are written. */
class Utf8BytesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "order 42",
        "\u007f\u0080",
        "\u07ff\u0800",
        "\ud7ff\ue000\uffff",
        "a\ud83d\ude00b",
        "\ud800\udc00\udbff\udfff"
      })
  void asManyAsTheTextHasInUtf8(String text) {
    assertThat(BrokerText.utf8Bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }
}
