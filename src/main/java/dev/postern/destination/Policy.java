package dev.postern.destination;

import dev.postern.message.Guarantee;
import java.util.Set;

/** The terms on which a destination takes messages. */
public record Policy(Offer offer, KeyPolicy key, Forms forms, Numbering numbering, OnDead onDead) {

  /** The guarantee where the caller asks for none. */
  public Guarantee guarantee() {
    return offer.usual();
  }

  /** The guarantees that may be asked for. */
  public Set<Guarantee> guarantees() {
    return offer.all();
  }
}
