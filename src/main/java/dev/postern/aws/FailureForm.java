package dev.postern.aws;

import dev.postern.subscription.Failure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Why a delivery failed last, as stored among other attributes of an item. */
final class FailureForm {
  private static final String ERROR = "fe";
  private static final String STATUS = "fs";

  static final List<String> NAMES = List.of(ERROR, STATUS);

  private FailureForm() {}

  static void write(Optional<Failure> failure, Item item) {
    failure.ifPresent(
        last -> {
          item.put(ERROR, last.error());
          last.status().ifPresent(status -> item.put(STATUS, Item.number(status)));
        });
  }

  static Optional<Failure> read(Item item) {
    return item.maybeText(ERROR).map(error -> new Failure(status(item), error));
  }

  private static OptionalInt status(Item item) {
    return item.has(STATUS) ? OptionalInt.of((int) item.longOr(STATUS, 0)) : OptionalInt.empty();
  }
}
