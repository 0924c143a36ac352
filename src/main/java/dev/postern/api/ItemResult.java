package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.message.Attributes;
import dev.postern.message.ContentType;
import dev.postern.message.Flaw;
import dev.postern.message.GroupId;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Terms;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a caller is told of one message of several: the message or the problem that a request of its
 * own would have been answered by.
 *
 * @param members as they are written
 */
record ItemResult(int status, Map<String, Object> members) {
  /** What headers of a single message are called where messages are JSON. */
  static final Map<String, String> MEMBERS =
      Map.of(
          IdempotencyKey.FIELD, "idempotencyKey",
          GroupId.FIELD, "groupId",
          Destination.GUARANTEE_FIELD, "guarantee",
          ContentType.FIELD, "contentType",
          Attributes.FIELD, "attributes",
          Terms.DELAY_FIELD, "delaySeconds");

  static ItemResult of(int status, Map<String, Object> message, boolean replayed) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("status", status);
    if (replayed) {
      members.put("replayed", true);
    }
    members.put("message", message);
    return new ItemResult(status, members);
  }

  static ItemResult of(Problem problem) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("status", problem.type().status());
    members.put("problem", problem.document());
    return new ItemResult(problem.type().status(), members);
  }

  /** The same flaw, in these names for what a single message has as headers. */
  static Problem problem(
      InvalidMessage invalid, Destination destination, Map<String, String> names) {
    String member = names.getOrDefault(invalid.field(), invalid.field());
    Problem problem = Problem.of(new InvalidMessage(invalid.flaw(), member, invalid.limit()));
    return invalid.flaw() == Flaw.PAYLOAD_TOO_LARGE
        ? problem.maxBytes(destination.limits().maxPayload())
        : problem;
  }

  boolean isAccepted() {
    return status < 300;
  }

  /** With the message's place in the request before all else. */
  Map<String, Object> at(String name, long place) {
    Map<String, Object> placed = new LinkedHashMap<>();
    placed.put(name, place);
    placed.putAll(members);
    return placed;
  }
}
