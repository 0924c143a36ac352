package dev.postern.ledger;

import dev.postern.message.Outcome;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What can be known of a message's fate from its record and the journal entry that it names. */
public sealed interface Standing {
  <T> T fold(
      Function<Outcome, T> known, Supplier<T> handedOver, Function<Optional<JournalEntry>, T> open);

  /** The outcome, where there is one. */
  default Optional<Outcome> outcome() {
    return fold(Optional::of, Optional::empty, entry -> Optional.empty());
  }

  /** Its outcome is written. */
  record Known(Outcome finalOutcome) implements Standing {
    @Override
    public <T> T fold(
        Function<Outcome, T> known,
        Supplier<T> handedOver,
        Function<Optional<JournalEntry>, T> open) {
      return known.apply(finalOutcome);
    }
  }

  /** It stands in its lane. */
  record HandedOver() implements Standing {
    @Override
    public <T> T fold(
        Function<Outcome, T> known,
        Supplier<T> handedOver,
        Function<Optional<JournalEntry>, T> open) {
      return handedOver.get();
    }
  }

  /** Somebody may be at it; the entry is missing where its write failed or has yet to arrive. */
  record Open(Optional<JournalEntry> entry) implements Standing {
    @Override
    public <T> T fold(
        Function<Outcome, T> known,
        Supplier<T> handedOver,
        Function<Optional<JournalEntry>, T> open) {
      return open.apply(entry);
    }
  }
}
