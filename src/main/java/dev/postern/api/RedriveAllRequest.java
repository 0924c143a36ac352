package dev.postern.api;

import dev.postern.lane.DeadLetters;
import dev.postern.message.DeathReason;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/** The body of a redrive of many: which, and how it may be done. */
@RegisterForReflection
public record RedriveAllRequest(
    String reason, Boolean allowReorder, Boolean dryRun, Integer limit, String cursor) {
  DeadLetters.Order order() {
    return new DeadLetters.Order(
        Paging.word("reason", DeathReason.class, Optional.ofNullable(reason)),
        Boolean.TRUE.equals(allowReorder),
        Boolean.TRUE.equals(dryRun),
        Paging.letterPlace(Optional.ofNullable(cursor)),
        Paging.limit(Optional.ofNullable(limit).map(Object::toString)));
  }
}
