package dev.postern.subscription;

import java.util.function.Function;
import java.util.function.Supplier;

/** Whether a message that arrived is handed over now. */
sealed interface Verdict {
  /** It has left the queue without being handed over: what comes after it may go on. */
  Verdict GONE = new Gone();

  /** It lies on the queue still, and comes again: what comes after it has to wait. */
  Verdict HELD_BACK = new HeldBack();

  <T> T fold(Function<Ticket, T> handOver, Supplier<T> gone, Supplier<T> heldBack);

  /** It is handed over, once and now. */
  record HandOver(Ticket ticket) implements Verdict {
    @Override
    public <T> T fold(Function<Ticket, T> handOver, Supplier<T> gone, Supplier<T> heldBack) {
      return handOver.apply(ticket);
    }
  }

  /** See {@link #GONE}. */
  record Gone() implements Verdict {
    @Override
    public <T> T fold(Function<Ticket, T> handOver, Supplier<T> gone, Supplier<T> heldBack) {
      return gone.get();
    }
  }

  /** See {@link #HELD_BACK}. */
  record HeldBack() implements Verdict {
    @Override
    public <T> T fold(Function<Ticket, T> handOver, Supplier<T> gone, Supplier<T> heldBack) {
      return heldBack.get();
    }
  }
}
