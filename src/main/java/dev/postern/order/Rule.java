package dev.postern.order;

import dev.postern.subscription.Inbound;
import java.util.Map;
import java.util.Optional;

/** What a message says of its place in the order. */
interface Rule {
  /** Its track and its number in it, from 1. */
  record Place(String key, long number) {}

  /** The highest number that means one: what JSON carries exactly. */
  long MOST = (1L << 53) - 1;

  /** Where it stands; nothing where it does not say. */
  Optional<Place> place(Inbound message);

  /** What a message must have to have a place. */
  String demand();

  /** The numbers of other tracks that have to be done with before, by key. */
  Map<String, Long> before(Inbound message);
}
