package dev.postern.aws;

/** What the adapters promise they promise also where what messages say is compressed. */
class CompressedAdaptersTest extends CompressedAdapters {
  @Override
  Table table() {
    return CompressedTable.OPEN;
  }
}
