package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** They promise it where what messages say is compressed, which some of it then really was. */
abstract class CompressedAdapters extends PackedAdapters {
  private static long before;

  @BeforeAll
  static void begin() {
    before = CompressedTable.SAVED.get();
  }

  @AfterAll
  static void someOfItWasCompressed() {
    assertThat(CompressedTable.SAVED.get() - before).isGreaterThan(1_000);
  }
}
