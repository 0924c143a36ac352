package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SmokeTest {
  @Test
  void starts() {
    assertThat(System.getProperty("java.version")).isNotEmpty();
  }
}
