package dev.postern.aws;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Letter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A subscription's dead letter as stored: in an item of its own, and in parts. */
final class LetterForm {
  private static final String REASON = "r";
  private static final String ATTEMPTS = "n";
  private static final String BLOCKS = "bk";
  private static final String EXPIRES_AT = "ex";

  /** All that a list shows. */
  static final Map<String, String> OUTLINE = outline();

  private LetterForm() {}

  private static Map<String, String> outline() {
    return Stream.concat(
            Stream.of("sk", REASON, ATTEMPTS, BLOCKS, EXPIRES_AT),
            Stream.concat(InboundForm.OUTLINE.stream(), FailureForm.NAMES.stream()))
        .collect(Collectors.toMap(name -> "#" + name, name -> name));
  }

  static Item write(Letter letter) {
    Item item =
        Item.at(Key.letter(letter.subscription(), letter.place()))
            .put(REASON, letter.reason().word())
            .put(ATTEMPTS, Item.number(letter.attempts()))
            .put(BLOCKS, AttributeValue.fromBool(letter.blocks()))
            .put(EXPIRES_AT, Item.millis(letter.expiresAt()))
            .put("ttl", Item.seconds(letter.expiresAt()));
    FailureForm.write(letter.lastFailure(), item);
    InboundForm.write(letter.message(), Freight.of(letter.message()), item);
    return item;
  }

  /** What follows the letter's own item, in order. */
  static List<Item> parts(Letter letter) {
    Freight freight = Freight.of(letter.message());
    return IntStream.range(1, freight.chunks())
        .mapToObj(
            number ->
                InboundForm.writePart(
                    freight,
                    number,
                    Item.at(Key.letterPart(letter.subscription(), letter.place(), number))
                        .put("ttl", Item.seconds(letter.expiresAt()))))
        .toList();
  }

  /**
   * The whole letter.
   *
   * @param parts as many as follow, in order
   */
  static Letter read(SubscriptionName subscription, Item item, List<Item> parts) {
    Letter outline = readOutline(subscription, item);
    return with(InboundForm.readFreight(item, parts).unload(outline.message()), outline);
  }

  private static Letter with(Inbound message, Letter letter) {
    return new Letter(
        letter.subscription(),
        message,
        letter.reason(),
        letter.attempts(),
        letter.lastFailure(),
        letter.blocks(),
        letter.diedAt(),
        letter.expiresAt());
  }

  /** The letter without body and long attributes. */
  static Letter readOutline(SubscriptionName subscription, Item item) {
    Letter.Place place = Key.letterPlace(item.text("sk"));
    return new Letter(
        subscription,
        InboundForm.readOutline(place.message(), item),
        DeliveryForm.poison(item.text(REASON)),
        (int) item.longOr(ATTEMPTS, 0),
        FailureForm.read(item),
        Optional.ofNullable(item.attributes().get(BLOCKS)).map(AttributeValue::bool).orElse(false),
        place.diedAt(),
        item.instant(EXPIRES_AT));
  }
}
