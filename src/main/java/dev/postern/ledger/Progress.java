package dev.postern.ledger;

import dev.postern.message.Outcome;
import java.util.function.Function;
import java.util.function.Supplier;

/** How far a journal entry says one of its messages has come; what it says first, it keeps. */
public sealed interface Progress {
  HandedOver HANDED_OVER = new HandedOver();

  <T> T fold(Function<Outcome, T> settled, Supplier<T> handedOver);

  /** Its outcome is known. */
  record Settled(Outcome outcome) implements Progress {
    @Override
    public <T> T fold(Function<Outcome, T> settled, Supplier<T> handedOver) {
      return settled.apply(outcome);
    }
  }

  /** It stands in its lane. That is no outcome: the outcome will be written on the record. */
  record HandedOver() implements Progress {
    @Override
    public <T> T fold(Function<Outcome, T> settled, Supplier<T> handedOver) {
      return handedOver.get();
    }
  }
}
