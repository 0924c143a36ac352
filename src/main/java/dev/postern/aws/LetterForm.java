package dev.postern.aws;

import dev.postern.message.GroupId;
import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Letter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A subscription's dead letter as stored. An item has 400 KB at most and a message up to 1 MiB, so
 * what is long of it is {@link Freight}: its beginning in the letter's own item, which says how
 * many parts follow, and the rest in items of their own.
 */
final class LetterForm {
  private static final String FREIGHT = "b";
  private static final String PARTS = "pn";
  private static final String BODY_LENGTH = "bl";
  private static final String SHORT = "at";
  private static final String LONG = "lg";
  private static final String GROUP = "gr";
  private static final String SENT_AT = "st";
  private static final String REASON = "r";
  private static final String ATTEMPTS = "n";
  private static final String BLOCKS = "bk";
  private static final String EXPIRES_AT = "ex";

  /** All that a list shows. */
  static final Map<String, String> OUTLINE = outline();

  private LetterForm() {}

  private static Map<String, String> outline() {
    return Stream.concat(
            Stream.of("sk", SHORT, GROUP, SENT_AT, REASON, ATTEMPTS, BLOCKS, EXPIRES_AT),
            FailureForm.NAMES.stream())
        .collect(Collectors.toMap(name -> "#" + name, name -> name));
  }

  static Item write(Letter letter) {
    Inbound message = letter.message();
    Freight freight = Freight.of(message);
    Item item =
        Item.at(Key.letter(letter.subscription(), letter.place()))
            .put(GROUP, message.group().map(GroupId::value))
            .put(FREIGHT, Item.bytes(freight.chunk(0)))
            .put(PARTS, Item.number(freight.chunks() - 1L))
            .put(BODY_LENGTH, Item.number(freight.bodyLength()))
            .put(SHORT, AttributeForm.write(Freight.shortOf(message.attributes())))
            .put(LONG, writeLengths(freight))
            .put(SENT_AT, Item.millis(message.sentAt()))
            .put(REASON, letter.reason().word())
            .put(ATTEMPTS, Item.number(letter.attempts()))
            .put(BLOCKS, AttributeValue.fromBool(letter.blocks()))
            .put(EXPIRES_AT, Item.millis(letter.expiresAt()))
            .put("ttl", Item.seconds(letter.expiresAt()));
    FailureForm.write(letter.lastFailure(), item);
    return item;
  }

  private static AttributeValue writeLengths(Freight freight) {
    Map<String, AttributeValue> forms = new HashMap<>();
    freight
        .attributes()
        .forEach(
            (name, value) ->
                forms.put(
                    name,
                    AttributeValue.fromM(
                        Map.of("t", Item.string(value.type()), "n", Item.number(value.length())))));
    return AttributeValue.fromM(forms);
  }

  /** What follows the letter's own item, in order. */
  static List<Item> parts(Letter letter) {
    Freight freight = Freight.of(letter.message());
    return IntStream.range(1, freight.chunks())
        .mapToObj(
            number ->
                Item.at(Key.letterPart(letter.subscription(), letter.place(), number))
                    .put(FREIGHT, Item.bytes(freight.chunk(number)))
                    .put("ttl", Item.seconds(letter.expiresAt())))
        .toList();
  }

  /** How many parts follow. */
  static int parts(Item item) {
    return (int) item.longOr(PARTS, 0);
  }

  /**
   * The whole letter.
   *
   * @param parts as many as follow, in order
   */
  static Letter read(SubscriptionName subscription, Item item, List<Item> parts) {
    List<byte[]> chunks = new ArrayList<>();
    chunks.add(item.binary(FREIGHT));
    parts.forEach(part -> chunks.add(part.binary(FREIGHT)));
    Map<String, Freight.Stowed> lengths = new HashMap<>();
    item.map(LONG)
        .forEach(
            (name, form) ->
                lengths.put(
                    name,
                    new Freight.Stowed(
                        form.m().get("t").s(), Integer.parseInt(form.m().get("n").n()))));
    Freight freight = Freight.joined(chunks, (int) item.longOr(BODY_LENGTH, 0), lengths);
    Letter outline = readOutline(subscription, item);
    return with(freight.unload(outline.message()), outline);
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
    Inbound message =
        new Inbound(
            place.message(),
            item.maybeText(GROUP).map(GroupId::new),
            "",
            AttributeForm.read(item.map(SHORT)),
            item.instant(SENT_AT));
    return new Letter(
        subscription,
        message,
        DeliveryForm.poison(item.text(REASON)),
        (int) item.longOr(ATTEMPTS, 0),
        FailureForm.read(item),
        Optional.ofNullable(item.attributes().get(BLOCKS)).map(AttributeValue::bool).orElse(false),
        place.diedAt(),
        item.instant(EXPIRES_AT));
  }
}
