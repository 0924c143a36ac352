package dev.postern.subscription;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** {@code postern.ack-tokens}. */
@ConfigMapping(prefix = "postern.ack-tokens")
public interface AckTokenConfig {
  /**
   * What ack tokens are signed with: the first signs, all are taken. Each at least 32 bytes in
   * base64, the same at all replicas; needed where there is a pull subscription.
   */
  Optional<List<String>> secrets();
}
