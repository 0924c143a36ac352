package dev.postern.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** {@code postern.console}. */
@ConfigMapping(prefix = "postern.console")
public interface ConsoleConfig {
  /**
   * Whether there is a console; else nothing is served below {@code /console} and {@code /webjars}.
   */
  @WithDefault("true")
  boolean enabled();

  /**
   * What sessions are sealed with: at least 32 bytes in base64, the same at all replicas. Without
   * it each process makes its own, so that a session ends with it and holds at one replica only.
   */
  Optional<String> sessionKey();
}
