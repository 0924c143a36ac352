package dev.postern.aws;

import dev.postern.testing.EmbeddedAws;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;

/** Tables in which what messages say is compressed. */
final class CompressedTable {
  /** Write units that compressing saved in them. */
  static final AtomicLong SAVED = new AtomicLong();

  static final Table OPEN = made("adapter-contracts-compressed", Vault.NONE);

  /** Encrypted as well. */
  static final Table SEALED =
      made("adapter-contracts-compressed-sealed", SealedTable.vault(Optional.of(SealedTable.KEY)));

  private CompressedTable() {}

  private static Table made(String name, Vault vault) {
    return SealedTable.created(
        new Table(EmbeddedAws.dynamoDb(), name, new Packing(compression(), vault)));
  }

  /** Of whatever saves a unit; what is long by other threads, as in the application. */
  private static Compression compression() {
    return new Compression(OptionalInt.of(0), ForkJoinPool.commonPool(), SAVED::addAndGet);
  }
}
