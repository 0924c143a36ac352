package dev.postern.aws;

import dev.postern.testing.EmbeddedAws;
import java.net.URI;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.kms.KmsAsyncClient;

/** A table in which what messages say is encrypted, and the keys of others who open it. */
final class SealedTable {
  static final String KEY = "alias/postern";

  /** Sealed by this one, who forgets nothing while the tests run. */
  static final Table TABLE = created(with(vault(Optional.of(KEY))));

  private SealedTable() {}

  /** The table, which is there then; its key is not asked for. */
  static Table created(Table table) {
    new TableProvision(new Table(table.client(), table.name()))
        .create()
        .toCompletableFuture()
        .join();
    return table;
  }

  /** The same table by way of another vault. */
  static Table with(Vault vault) {
    return new Table(
        EmbeddedAws.dynamoDb(),
        "adapter-contracts-sealed",
        new Packing(Packing.NONE.compression(), vault));
  }

  /** A vault that no key was asked for yet. */
  static Vault vault(Optional<String> keyId) {
    return new Vault(keys(EmbeddedAws.endpoints().kms(), keyId, () -> 0));
  }

  static DataKeys keys(URI endpoint, Optional<String> keyId, LongSupplier ticks) {
    KmsAsyncClient client = EmbeddedAws.kms(endpoint);
    return new DataKeys(new Kms(() -> client, "adapter-contracts-sealed"), keyId, ticks);
  }
}
