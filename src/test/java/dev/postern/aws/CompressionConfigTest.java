package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong property of {@code postern.compression} stops the start by its name and limits. */
class CompressionConfigTest {
  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    assertThat(config(Map.of()).checked()).hasValue(2048);
  }

  @Test
  void switchedOffNothingIsCompressed() {
    assertThat(config(Map.of("postern.compression.enabled", "false")).checked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1M, 1048576", "4K, 4096"})
  void bothLimitsAreWithin(String from, int bytes) {
    assertThat(config(Map.of("postern.compression.from", from)).checked()).hasValue(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enabled | ture    | postern.compression.enabled is \"ture\", must be true or false",
        "enabled | TRUE    | postern.compression.enabled is \"TRUE\", must be true or false",
        "from    | 1048577 | postern.compression.from is 1048577, must be 0 to 1048576 bytes",
        "from    | 2M      | postern.compression.from is 2097152, must be 0 to 1048576 bytes"
      })
  void aWrongValueIsNamed(String property, String value, String complaint) {
    CompressionConfig config = config(Map.of("postern.compression." + property, value));

    assertThatThrownBy(config::checked).hasMessage(complaint);
  }

  @ParameterizedTest
  @CsvSource({"-1", "much"})
  void whatIsNoSizeIsNamedByItsProperty(String value) {
    assertThatThrownBy(() -> config(Map.of("postern.compression.from", value)))
        .hasMessageContaining("postern.compression.from");
  }

  private static CompressionConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(CompressionConfig.class)
        .withConverter(MemorySize.class, 200, new MemorySizeConverter())
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build()
        .getConfigMapping(CompressionConfig.class);
  }
}
