package dev.postern.order;

/** Where an entry stands in its track: those that were sent back first, then by number. */
public sealed interface Spot extends Comparable<Spot> {
  /** In its turn. */
  record Numbered(long number) implements Spot {}

  /** Before all that have a number: it is handed over out of the order. */
  record Back(String id) implements Spot {}

  /** As text, from which it can be read again. */
  default String text() {
    return this instanceof Numbered numbered ? "n" + numbered.number() : "b" + ((Back) this).id();
  }

  /** The spot of that text. */
  static Spot of(String text) {
    return text.charAt(0) == 'n'
        ? new Numbered(Long.parseLong(text.substring(1)))
        : new Back(text.substring(1));
  }

  @Override
  default int compareTo(Spot other) {
    if (this instanceof Numbered one && other instanceof Numbered two) {
      return Long.compare(one.number(), two.number());
    }
    return text().compareTo(other.text());
  }
}
