package dev.postern.aws;

/**
 * What the adapters promise they promise also where what messages say is compressed and encrypted.
 */
class CompressedAndSealedAdaptersTest extends CompressedAdapters {
  @Override
  Table table() {
    return CompressedTable.SEALED;
  }
}
