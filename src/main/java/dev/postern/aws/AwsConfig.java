package dev.postern.aws;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code postern.table} and {@code postern.provision}. */
@ConfigMapping(prefix = "postern")
public interface AwsConfig {
  /** The DynamoDB table. */
  @WithDefault("postern")
  String table();

  /**
   * {@code verify}: table, queues and topics must be there and fit, else the process does not
   * become ready and says what to create. {@code create}: it creates what is missing.
   */
  @WithDefault("verify")
  Provision provision();

  /** What to do about tables, queues and topics at start. */
  enum Provision {
    VERIFY,
    CREATE
  }
}
