package dev.postern.aws;

import dev.postern.testing.EmbeddedAws;

/** One table of the embedded DynamoDB for all tests of the adapters. */
final class SharedTable {
  static final Table TABLE = made();

  private SharedTable() {}

  private static Table made() {
    Table table = new Table(EmbeddedAws.dynamoDb(), "adapter-contracts");
    new TableProvision(table).create().toCompletableFuture().join();
    return table;
  }
}
