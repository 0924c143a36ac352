package dev.postern.bench.stub.dynamodb;

/**
 * Where an item stands in its table.
 *
 * @param range empty in tables without one
 */
record Key(String hash, String range) implements Comparable<Key> {
  @Override
  public int compareTo(Key other) {
    int byHash = hash.compareTo(other.hash);
    return byHash == 0 ? range.compareTo(other.range) : byHash;
  }
}
