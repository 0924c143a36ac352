package dev.postern.aws;

/** What the adapters promise they promise also where what messages say is encrypted. */
class SealedAdaptersTest extends PackedAdapters {
  @Override
  Table table() {
    return SealedTable.TABLE;
  }
}
