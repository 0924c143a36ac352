package dev.postern.api;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes down who asked for a payload, and who took a decision by hand, an erasure among them: one
 * line for each, as JSON, once it is known to be allowed and before it is done. Neither keys nor
 * payloads stand in it.
 */
final class Audit {
  private static final Logger LOG = Logger.getLogger("dev.postern.audit");

  private Audit() {}

  /**
   * Writes one line.
   *
   * @param kind {@code destination} or {@code subscription}
   * @param message the id of the one in question, where it is about one
   */
  static void write(
      Caller caller, String action, String kind, String thing, Optional<String> message) {
    JsonObject line =
        new JsonObject()
            .put("caller", caller.name())
            .put("tenant", caller.tenant().name())
            .put("action", action)
            .put(kind, thing);
    message.ifPresent(id -> line.put("messageId", id));
    LOG.info(line.encode());
  }
}
