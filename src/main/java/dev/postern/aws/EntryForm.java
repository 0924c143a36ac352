package dev.postern.aws;

import dev.postern.message.Bytes;
import dev.postern.order.Entry;
import dev.postern.order.Spot;
import dev.postern.order.TrackId;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Poison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An entry of a track as stored: in an item of its own, and where that has no room for it also in
 * parts. The own item has the digest of what is in parts, by which parts of another message are
 * told that stood at that spot when they were read.
 */
final class EntryForm {
  /** As many as a message of 1 MiB has. */
  static final int MOST_PARTS = (1024 * 1024 - 1) / Freight.MOST_IN_CHUNK;

  static final String MESSAGE = "id";

  private static final String QUEUE_ID = "q";
  private static final String FLAW = "fl";
  private static final String FLAW_TEXT = "fx";

  private EntryForm() {}

  /**
   * Its own item, and then its parts.
   *
   * @throws IllegalArgumentException where the message is longer than 1 MiB
   */
  static List<Item> write(Entry entry) {
    Freight freight = Freight.of(entry.message());
    int parts = freight.chunks() - 1;
    if (parts > MOST_PARTS) {
      throw new IllegalArgumentException(entry + " is longer than 1 MiB");
    }
    List<Item> items = new ArrayList<>();
    items.add(writeOwn(entry, freight));
    IntStream.rangeClosed(1, parts)
        .mapToObj(
            number ->
                InboundForm.writePart(
                    freight,
                    number,
                    Item.at(Key.trackEntryPart(entry.track(), entry.spot(), number))))
        .forEach(items::add);
    return items;
  }

  private static Item writeOwn(Entry entry, Freight freight) {
    Item item =
        Item.at(Key.trackEntry(entry.track(), entry.spot()))
            .put(MESSAGE, entry.message().id().value())
            .put(QUEUE_ID, entry.queueId())
            .put(FLAW, entry.flaw().map(flaw -> flaw.poison().word()))
            .put(FLAW_TEXT, entry.flaw().map(Arrival.Flaw::text));
    InboundForm.write(entry.message(), freight, item);
    if (freight.chunks() > 1) {
      item.put(InboundForm.DIGEST, Item.bytes(Sha256.of(freight.bytes().array())));
    }
    return item;
  }

  /** Where the parts of that item stand. */
  static List<Key> parts(TrackId track, Item item) {
    Spot spot = Key.trackSpot(item.text("sk"));
    return IntStream.rangeClosed(1, InboundForm.parts(item))
        .mapToObj(number -> Key.trackEntryPart(track, spot, number))
        .toList();
  }

  /**
   * The entry; nothing where these parts are not those of the item.
   *
   * @param parts as many as follow, in order
   */
  static Optional<Entry> read(TrackId track, Item item, List<Item> parts) {
    Freight freight = InboundForm.readFreight(item, parts);
    if (!parts.isEmpty() && !fits(freight.bytes(), item)) {
      return Optional.empty();
    }
    Inbound outline = InboundForm.readOutline(readMessage(item), item);
    return Optional.of(
        new Entry(
            track,
            Key.trackSpot(item.text("sk")),
            freight.unload(outline),
            item.text(QUEUE_ID),
            item.maybeText(FLAW).map(DeliveryForm::poison).map(poison -> flaw(poison, item))));
  }

  private static boolean fits(Bytes freight, Item item) {
    return new Bytes(item.binary(InboundForm.DIGEST)).equals(new Bytes(Sha256.of(freight.array())));
  }

  private static Arrival.Flaw flaw(Poison poison, Item item) {
    return new Arrival.Flaw(poison, item.text(FLAW_TEXT));
  }

  /** Whose message it is. */
  static InboundId readMessage(Item item) {
    return new InboundId(item.text(MESSAGE));
  }
}
