package dev.postern.api;

import dev.postern.subscription.LetterBox;
import dev.postern.subscription.Poison;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/** The body of a redrive of many dead letters of a subscription: which. */
@RegisterForReflection
public record RedriveLettersRequest(String reason, Boolean dryRun, Integer limit, String cursor) {
  LetterBox.Order order() {
    return new LetterBox.Order(
        Paging.word("reason", Poison.class, Optional.ofNullable(reason)),
        Boolean.TRUE.equals(dryRun),
        Paging.inboundLetter(Optional.ofNullable(cursor)),
        Paging.limit(Optional.ofNullable(limit).map(Object::toString)));
  }
}
