package dev.postern.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code postern.security}. */
@ConfigMapping(prefix = "postern.security")
public interface SecurityConfig {
  /** Whether callers must be known; else all are one tenant and may do everything. */
  @WithDefault("true")
  boolean enabled();

  /** By the names of the callers: 1 to 64 characters of a-z, 0-9 and -. */
  Map<String, ApiKey> apiKeys();

  /** What is known of one caller. */
  interface ApiKey {
    /** SHA-256 of the key, 64 lower-case hexadecimal digits; one, or the new and the old one. */
    @WithName("sha256")
    Optional<List<String>> sha256();

    /** The one tenant that it acts for. */
    @WithDefault("default")
    String tenant();

    /** Such as {@code publish:orders}; at least one. */
    Optional<List<String>> permissions();
  }
}
