package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the adapters promise they promise also where what messages say is compressed. */
class CompressedAdaptersTest extends PackedAdapters {
  private static long before;

  @BeforeAll
  static void begin() {
    before = CompressedTable.SAVED.get();
  }

  @AfterAll
  static void someOfItWasCompressed() {
    assertThat(CompressedTable.SAVED.get() - before).isGreaterThan(1_000);
  }

  @Override
  Table table() {
    return CompressedTable.OPEN;
  }
}
