package dev.postern.bench.stub.dynamodb;

import dev.postern.bench.stub.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Expressions as read, each text once. */
final class Expressions<T> {
  /** Texts may vary without end, so that all are forgotten when there are so many. */
  private static final int MOST = 10_000;

  /** What was read, and the placeholders in it. */
  record Read<T>(T what, Set<String> placeholders) {}

  private final Map<String, Read<T>> known = new HashMap<>();
  private final Function<Tokens, T> reader;

  Expressions(Function<Tokens, T> reader) {
    this.reader = reader;
  }

  Read<T> of(String text) {
    Read<T> read = known.get(text);
    if (read == null) {
      if (text.isBlank()) {
        throw new Refusal("ValidationException", "an expression must not be empty");
      }
      Tokens tokens = new Tokens(text);
      T what = reader.apply(tokens);
      tokens.expectEnd();
      read = new Read<>(what, Set.copyOf(tokens.placeholders()));
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(text, read);
    }
    return read;
  }
}
