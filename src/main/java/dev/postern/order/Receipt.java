package dev.postern.order;

import dev.postern.message.SubscriptionName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message that was given out of a track is settled by: the track, the turn, and the entry.
 *
 * <p>As text: {@code track}, turn, S or L by size, spot, key, with spaces between. Receipts of the
 * queue itself have {@code queue} before them.
 */
record Receipt(long turn, Entry.Ref entry) {
  private static final String TRACK = "track ";
  private static final String QUEUE = "queue ";

  private static final Pattern FORM =
      Pattern.compile(TRACK + "([0-9]{1,18}) ([SL]) (n[0-9]{1,18}|b\\S*) (.*)", Pattern.DOTALL);

  /** A receipt of the queue, told apart. */
  static String ofQueue(String receipt) {
    return QUEUE + receipt;
  }

  /** The queue's own receipt, if it is one. */
  static Optional<String> queue(String text) {
    return Optional.of(text)
        .filter(any -> any.startsWith(QUEUE))
        .map(own -> own.substring(QUEUE.length()));
  }

  String text() {
    // The key last: it alone may have spaces.
    return TRACK
        + turn
        + (entry.large() ? " L " : " S ")
        + entry.spot().text()
        + " "
        + entry.track().key();
  }

  /** The receipt of that text; nothing where it was received while there was another order. */
  static Optional<Receipt> of(SubscriptionName subscription, String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new Receipt(
                Long.parseLong(parts.group(1)),
                new Entry.Ref(
                    new TrackId(subscription, parts.group(4)),
                    Spot.of(parts.group(3)),
                    parts.group(2).equals("L"))))
        : Optional.empty();
  }
}
