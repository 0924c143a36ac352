package dev.postern.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Somebody who waits for messages. Guarded by its feed. */
final class Taker {
  final CompletableFuture<List<HandedOver>> answer = new CompletableFuture<>();
  private final Demand demand;
  private final long until;
  private final List<HandedOver> got = new ArrayList<>();
  private int claims;
  private long bytes;
  private long lingers;

  /** Its time is over: it waits only for what is under way. */
  private boolean due;

  Taker(Demand demand, long until) {
    this.demand = demand;
    this.until = until;
  }

  /** How many more it takes. */
  int room() {
    return due ? 0 : demand.messages() - got.size() - claims;
  }

  boolean takes(Inbound message) {
    return room() > 0 && (got.size() + claims == 0 || bytes + message.size() <= demand.bytes());
  }

  /** A claim is made for it. */
  void claims(Inbound message) {
    claims++;
    bytes += message.size();
  }

  /**
   * A claim held.
   *
   * @param lingers until when it waits for more
   */
  void claimed(HandedOver message, long lingers) {
    claims--;
    if (got.isEmpty()) {
      this.lingers = lingers;
    }
    got.add(message);
  }

  void notClaimed(Inbound message) {
    claims--;
    bytes -= message.size();
  }

  void isDue() {
    due = true;
  }

  long until() {
    return until;
  }

  /**
   * Is it to be answered?
   *
   * @param more whether more may be on its way to it
   */
  boolean isReady(boolean more, long now) {
    if (claims > 0) {
      return false;
    }
    boolean enough = room() == 0 || !more || now - lingers >= 0;
    return due || (enough && !got.isEmpty());
  }

  /** Nothing was claimed for it yet, and nothing is being claimed. */
  boolean isWaiting() {
    return claims == 0 && got.isEmpty();
  }

  List<HandedOver> got() {
    return got;
  }
}
