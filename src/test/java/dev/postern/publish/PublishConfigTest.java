package dev.postern.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong property of {@code postern.publish} stops the start by its name, value and remedy. */
class PublishConfigTest {
  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    PublishConfig config = config(Map.of()).checked();

    assertThat(config.usualWait()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.maxWait()).isEqualTo(Duration.ofSeconds(25));
    assertThat(config.queueLimit()).isEqualTo(10_000);
    assertThat(config.queueBytes().asLongValue()).isEqualTo(64L << 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-wait    | 61s     | postern.publish.max-wait is PT1M1S, must be PT0S to PT1M",
        "wait        | 26s     | postern.publish.wait is PT26S, must be PT0S to max-wait, PT25S",
        "queue-limit | 0       | postern.publish.queue-limit is 0, must be 1 to 1000000",
        "queue-limit | 1000001 | postern.publish.queue-limit is 1000001, must be 1 to 1000000",
        "queue-time  | 99ms    | postern.publish.queue-time is PT0.099S, must be PT0.1S to PT1M",
        "queue-time  | 61s     | postern.publish.queue-time is PT1M1S, must be PT0.1S to PT1M",
        "queue-bytes | 1023K   | postern.publish.queue-bytes is 1047552, must be at least 1048576"
      })
  void aWrongValueIsNamed(String property, String value, String complaint) {
    PublishConfig config = config(Map.of("postern.publish." + property, value));

    assertThatThrownBy(config::checked).hasMessage(complaint);
  }

  private static PublishConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(PublishConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withConverter(MemorySize.class, 200, new MemorySizeConverter())
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build()
        .getConfigMapping(PublishConfig.class);
  }
}
