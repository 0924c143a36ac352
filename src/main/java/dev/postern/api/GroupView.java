package dev.postern.api;

import dev.postern.lane.Group;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/** Groups as answers show them; members that do not apply are absent. */
final class GroupView {
  private GroupView() {}

  static Map<String, Object> of(Group group) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("groupId", group.id().value());
    view.put("groupRef", new GroupRef(group.id()).value());
    view.put("state", group.state().word());
    view.put("depth", group.depth());
    group.first().map(MessageId::toString).ifPresent(id -> view.put("headMessageId", id));
    view.put("attempts", group.trying().attempts());
    group.trying().nextAttemptAt().ifPresent(at -> view.put("nextAttemptAt", MessageView.time(at)));
    group.trying().lastError().ifPresent(error -> view.put("lastError", error));
    group.drainer().ifPresent(replica -> view.put("drainedBy", replica));
    group.death().ifPresent(dead -> putDeath(view, dead));
    return view;
  }

  private static void putDeath(Map<String, Object> view, Outcome.Dead dead) {
    view.put("reason", dead.reason().word());
    view.put("diedAt", MessageView.time(dead.at()));
    view.put("attempts", dead.attempts());
    view.put("lastError", dead.lastError());
  }
}
