package dev.postern.aws;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** {@code postern.encryption.…}: whether what messages say is encrypted before it is stored. */
@ConfigMapping(prefix = "postern.encryption")
public interface EncryptionConfig {
  /**
   * The KMS key, by its id, its ARN, or an alias: {@code alias/…}. Without one Postern encrypts
   * nothing itself, and still reads what it encrypted before.
   */
  Optional<String> kmsKey();
}
