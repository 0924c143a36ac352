package dev.postern.kill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.kill.Backend.Received;
import dev.postern.kill.History.Call;
import dev.postern.kill.History.MessageAnswer;
import dev.postern.kill.History.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what callers were answered with what the queues held in the end. */
final class Checker {
  private final Map<String, Wanted> wanted;
  private final Function<String, Optional<JsonNode>> statuses;
  private final List<String> violations = new ArrayList<>();

  /**
   * A checker of one history.
   *
   * @param statuses what is said of a message id in the end
   */
  Checker(List<Wanted> wanted, Function<String, Optional<JsonNode>> statuses) {
    this.wanted =
        wanted.stream().collect(Collectors.toMap(message -> message.key, Function.identity()));
    this.statuses = statuses;
  }

  /** Each promise that was broken, with all that is known of the message. */
  List<String> violations() {
    return violations;
  }

  void checkAnswers() {
    for (Wanted message : wanted.values()) {
      Set<String> ids = new HashSet<>();
      long published = Long.MAX_VALUE;
      for (Call call : message.calls()) {
        if (call.status() != 0 && call.status() != 503 && !call.isPromise()) {
          violation("AN ANSWER THAT NOTHING EXPLAINS", message);
        }
        call.answer().ifPresent(answer -> ids.add(answer.id()));
        if (call.status() == 201) {
          published = Math.min(published, call.endedAt());
        }
      }
      if (ids.size() > 1) {
        violation("ONE KEY, SEVERAL MESSAGES", message);
      }
      long since = published;
      if (message.calls().stream()
          .anyMatch(call -> call.status() == 202 && call.sentAt() > since)) {
        violation("FIRST PUBLISHED, THEN NOT YET", message);
      }
    }
  }

  /** What holds for every queue: nothing lost, nothing made up, and what was said is so. */
  void checkContents(String destination, List<Received> queue) {
    Map<String, List<Received>> byKey =
        queue.stream().collect(Collectors.groupingBy(Received::key));
    for (Received received : queue) {
      Wanted message = wanted.get(received.key());
      if (message == null || !message.destination.equals(destination)) {
        violations.add("NOBODY SENT IT: " + received);
      } else if (!message.group.equals(received.group())
          || message.id().filter(id -> !id.equals(received.posternId())).isPresent()) {
        violation("NOT AS IT WAS SENT: " + received, message);
      }
    }
    for (Wanted message : wanted.values()) {
      if (message.destination.equals(destination)) {
        checkContent(message, byKey.getOrDefault(message.key, List.of()));
      }
    }
  }

  private void checkContent(Wanted message, List<Received> received) {
    if (message.isAnswered() && received.isEmpty()) {
      violation("LOST", message);
    }
    message
        .id()
        .flatMap(statuses)
        .filter(status -> !status.path("status").asText().equals("published"))
        .ifPresent(status -> violation("NOT PUBLISHED: " + status, message));
    for (Call call : message.calls()) {
      if (call.status() == 201) {
        String brokerId = call.answer().map(MessageAnswer::brokerId).orElse("");
        if (received.stream().noneMatch(one -> one.brokerId().equals(brokerId))) {
          violation("201, BUT NOT WHAT IS IN THE QUEUE: " + received, message);
        }
      }
    }
  }

  void checkOnce(List<Received> queue) {
    doubled(queue, Received::posternId)
        .forEach((id, copies) -> violation("DOUBLED " + copies, wanted.get(copies.get(0).key())));
    doubled(queue, Received::key)
        .forEach((key, copies) -> violation("A KEY DOUBLED " + copies, wanted.get(key)));
  }

  /** A standard queue may hold a message twice, where its status says so. */
  int checkTwiceOnlyAsSaid(List<Received> queue) {
    Map<String, List<Received>> doubled = doubled(queue, Received::key);
    doubled.forEach(
        (key, copies) -> {
          boolean said =
              statuses
                  .apply(copies.get(0).posternId())
                  .filter(status -> status.path("possibleDuplicate").asBoolean())
                  .isPresent();
          if (!said) {
            violation(
                "DOUBLED AND NOT SAID " + copies + " " + statuses.apply(copies.get(0).posternId()),
                wanted.get(key));
          }
        });
    return doubled.size();
  }

  private static Map<String, List<Received>> doubled(
      List<Received> queue, Function<Received, String> by) {
    Map<String, List<Received>> copies =
        queue.stream().collect(Collectors.groupingBy(by, HashMap::new, Collectors.toList()));
    copies.values().removeIf(each -> each.size() == 1);
    return copies;
  }

  /** What a caller had the answer to, before it sent another of the group, stands before it. */
  void checkOrder(List<Received> queue) {
    Map<Optional<String>, List<Received>> groups =
        queue.stream().collect(Collectors.groupingBy(Received::group));
    for (List<Received> group : groups.values()) {
      Wanted earliest = null;
      for (int i = group.size() - 1; i >= 0; i--) {
        Wanted message = wanted.get(group.get(i).key());
        if (message == null) {
          continue;
        }
        if (earliest != null && earliest.firstAnsweredAt() < message.firstSentAt()) {
          violation("OUT OF ORDER: stands before " + earliest, message);
        }
        if (earliest == null || message.firstAnsweredAt() < earliest.firstAnsweredAt()) {
          earliest = message;
        }
      }
    }
  }

  private void violation(String what, Wanted message) {
    violations.add(what + "\n    " + message);
  }
}
