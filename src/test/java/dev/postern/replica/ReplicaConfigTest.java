package dev.postern.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong property of {@code postern.replica} stops the start by its name, value and remedy. */
class ReplicaConfigTest {
  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    ReplicaConfig config = config(Map.of()).checked();

    assertThat(config.replica().heartbeat()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.replica().lease()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.replica().unreadyAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.maxClockSkew()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replica.lease     | 121s | postern.replica.lease is PT2M1S, must be PT1S to PT2M",
        "replica.heartbeat | 4s   | postern.replica.heartbeat is PT4S, must be PT0.1S to a third of replica.lease",
        "replica.unready-after | 3s | postern.replica.unready-after is PT3S, must be PT0S, or longer than replica.heartbeat and at most PT1H",
        "replica.unready-after | 61m | postern.replica.unready-after is PT1H1M, must be PT0S, or longer than replica.heartbeat and at most PT1H",
        "max-clock-skew    | 3m   | postern.max-clock-skew is PT3M, must be PT0S to PT2M"
      })
  void aWrongValueIsNamed(String property, String value, String complaint) {
    ReplicaConfig config = config(Map.of("postern." + property, value));

    assertThatThrownBy(config::checked).hasMessage(complaint);
  }

  private static ReplicaConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(ReplicaConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build()
        .getConfigMapping(ReplicaConfig.class);
  }
}
