package dev.postern.api;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes down who asked for a payload, and who took a decision by hand, an erasure among them: one
 * line for each, as JSON, once it is known whether it is allowed, and before it is done. Neither
 * keys nor payloads stand in it.
 */
final class Audit {
  private static final Logger LOG = Logger.getLogger("dev.postern.audit");

  private Audit() {}

  /**
   * Writes that this was allowed.
   *
   * @param kind {@code destination} or {@code subscription}
   * @param message the id of the one in question, where it is about one
   */
  static void allowed(
      Caller caller, String action, String kind, String thing, Optional<String> message) {
    JsonObject line = line(caller, action, kind, thing).put("allowed", true);
    message.ifPresent(id -> line.put("messageId", id));
    LOG.info(line.encode());
  }

  /** Writes that somebody asked for what takes this permission, without having it. */
  static void refused(Caller caller, Permission permission, String kind, String thing) {
    LOG.info(line(caller, permission.word(), kind, thing).put("allowed", false).encode());
  }

  private static JsonObject line(Caller caller, String action, String kind, String thing) {
    return new JsonObject()
        .put("caller", caller.name())
        .put("tenant", caller.tenant().name())
        .put("action", action)
        .put(kind, thing);
  }
}
