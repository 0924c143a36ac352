package dev.postern.api;

import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.log.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes down who asked for a payload, and who took a decision by hand, an erasure among them: one
 * line for each, once it is known whether it is allowed, and before it is done. Neither keys nor
 * payloads stand in it.
 */
final class Audit {
  private static final Log LOG = Log.of("dev.postern.audit");

  private Audit() {}

  /**
   * Writes that this was allowed.
   *
   * @param kind a destination or a subscription
   * @param message the id of the one in question, where it is about one
   */
  static void allowed(
      Caller caller, String action, Member kind, String thing, Optional<String> message) {
    List<Said> line = line(caller, action, kind, thing);
    line.add(Member.ALLOWED.is(true));
    message.ifPresent(id -> line.add(Member.MESSAGE_ID.is(id)));
    write(line);
  }

  /** Writes that somebody asked for what takes this permission, without having it. */
  static void refused(Caller caller, Permission permission, Member kind, String thing) {
    List<Said> line = line(caller, permission.word(), kind, thing);
    line.add(Member.ALLOWED.is(false));
    write(line);
  }

  private static void write(List<Said> line) {
    LOG.info("audit", line.toArray(Said[]::new));
  }

  private static List<Said> line(Caller caller, String action, Member kind, String thing) {
    List<Said> line = new ArrayList<>();
    line.add(Member.CALLER.is(caller.name()));
    line.add(Member.TENANT.is(caller.tenant().name()));
    line.add(Member.ACTION.is(action));
    line.add(kind.is(thing));
    return line;
  }
}
