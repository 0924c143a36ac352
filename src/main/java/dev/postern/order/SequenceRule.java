package dev.postern.order;

import dev.postern.message.GroupId;
import dev.postern.message.Stamp;
import dev.postern.subscription.Inbound;
import java.util.Map;
import java.util.Optional;

/** By the number that a message has in its group. */
final class SequenceRule implements Rule {
  @Override
  public Optional<Place> place(Inbound message) {
    String key = message.group().map(GroupId::value).orElse("");
    return message.sequence().stream()
        .filter(number -> number > 0 && number <= MOST)
        .mapToObj(number -> new Place(key, number))
        .findFirst();
  }

  @Override
  public String demand() {
    return "attribute " + Stamp.SEQUENCE + " must be a number from 1 to " + MOST;
  }

  @Override
  public Map<String, Long> before(Inbound message) {
    return Map.of();
  }
}
