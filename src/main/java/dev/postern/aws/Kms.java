package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.Bytes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * What KMS is asked for. Each data key is bound to the table, by KMS's encryption context {@code
 * postern}: the audit trail says whose it is, and it opens nowhere else.
 *
 * @param client made when it is first needed: who encrypts nothing need not configure it
 */
record Kms(Supplier<KmsAsyncClient> client, String table) {
  private static final String CONTEXT = "postern";

  /** A fresh data key; fails with {@link StoreUnavailable} where KMS does not give one. */
  CompletionStage<DataKey> generate(String keyId) {
    return asked(
            () ->
                client
                    .get()
                    .generateDataKey(
                        generate ->
                            generate
                                .keyId(keyId)
                                .keySpec(DataKeySpec.AES_256)
                                .encryptionContext(Map.of(CONTEXT, table))))
        .thenApply(
            made ->
                new DataKey(key(made.plaintext()), new Bytes(made.ciphertextBlob().asByteArray())));
  }

  /**
   * The data key that was stored so; fails with {@link StoreUnavailable} where KMS does not say,
   * and with {@link Tampered} where it is none of this table's.
   */
  CompletionStage<SecretKey> decrypt(Bytes encrypted) {
    return asked(
            () ->
                client
                    .get()
                    .decrypt(
                        decrypt ->
                            decrypt
                                .ciphertextBlob(SdkBytes.fromByteArray(encrypted.array()))
                                .encryptionContext(Map.of(CONTEXT, table))))
        .thenApply(opened -> key(opened.plaintext()));
  }

  private static SecretKey key(SdkBytes plain) {
    return new SecretKeySpec(plain.asByteArray(), "AES");
  }

  private static <T> CompletionStage<T> asked(Supplier<CompletionStage<T>> call) {
    CompletionStage<T> answer;
    try {
      answer = call.get();
    } catch (RuntimeException unusable) {
      answer = CompletableFuture.failedFuture(unusable);
    }
    return answer.exceptionally(
        failure -> {
          Fault fault = Fault.of(failure);
          throw new CompletionException(
              fault.cause() instanceof InvalidCiphertextException
                      || fault.cause() instanceof IncorrectKeyException
                  ? new Tampered(
                      "KMS does not know the data key: " + fault.summary(), fault.cause())
                  // Nothing of the table is touched: what was to be written is not.
                  : new StoreUnavailable("KMS: " + fault.summary(), fault.cause(), false));
        });
  }
}
