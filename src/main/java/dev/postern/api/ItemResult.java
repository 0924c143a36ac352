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
import java.util.Optional;

/**
 * What a caller is told of one message of several: the message or the problem that a request of its
 * own would have been answered by.
 *
 * @param message what is written of it, where it was accepted
 */
record ItemResult(int status, Map<String, Object> message, Optional<Problem> problem) {
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
    if (replayed) {
      members.put("replayed", true);
    }
    members.put("message", message);
    return new ItemResult(status, members, Optional.empty());
  }

  static ItemResult of(Problem problem) {
    return new ItemResult(problem.type().status(), Map.of(), Optional.of(problem));
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

  /** As it is written: the message's place in the request of that trace before all else. */
  Map<String, Object> at(String name, long place, Optional<RequestTrace> trace) {
    Map<String, Object> placed = new LinkedHashMap<>();
    placed.put(name, place);
    placed.put("status", status);
    placed.putAll(message);
    problem.ifPresent(its -> placed.put("problem", RequestTrace.named(its, trace).document()));
    return placed;
  }
}
