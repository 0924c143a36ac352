package dev.postern.destination;

import dev.postern.message.Guarantee;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The guarantees of a destination.
 *
 * @param usual where the caller asks for none
 * @param all those that may be asked for
 */
public record Offer(Guarantee usual, Set<Guarantee> all) {
  public Offer {
    all = Collections.unmodifiableSet(EnumSet.copyOf(all));
  }
}
