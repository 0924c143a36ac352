package dev.postern.console;

import dev.postern.message.Worded;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A page of dead letters.
 *
 * @param reason the only one that is listed; empty for all
 * @param reasons that there are
 */
public record LetterList(Facts page, String reason, List<String> reasons) {
  static LetterList of(Facts page, Optional<String> reason, Class<? extends Worded> reasons) {
    return new LetterList(
        page,
        reason.orElse(""),
        Arrays.stream(reasons.getEnumConstants()).map(Worded::word).toList());
  }
}
