package dev.postern.destination;

import dev.postern.message.Guarantee;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The terms on which a destination takes messages.
 *
 * @param guarantee where the caller asks for none
 * @param guarantees those that may be asked for
 */
public record Policy(
    Guarantee guarantee, Set<Guarantee> guarantees, KeyPolicy key, Forms forms, OnDead onDead) {
  public Policy {
    guarantees = Collections.unmodifiableSet(EnumSet.copyOf(guarantees));
  }
}
