package dev.postern.local;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code postern.local.…}: the embedded AWS of development mode. */
@ConfigMapping(prefix = "postern.local")
public interface LocalConfig {
  /** Whether development mode starts it; where not, AWS is where the clients are configured to. */
  @WithDefault("true")
  boolean enabled();
}
