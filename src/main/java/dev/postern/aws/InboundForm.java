package dev.postern.aws;

import dev.postern.message.GroupId;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A message on its way in, as stored among other attributes of an item, but for its id. An item has
 * 400 KB at most and a message up to 1 MiB, so what is long of it is {@link Freight}: its beginning
 * in that item, which says how many parts follow, and the rest in items of their own.
 */
final class InboundForm {
  private static final String FREIGHT = "b";
  private static final String PARTS = "pn";
  private static final String BODY_LENGTH = "bl";
  private static final String SHORT = "at";
  private static final String LONG = "lg";
  private static final String GROUP = "gr";
  private static final String SENT_AT = "st";

  /** Of what is long in parts, a digest of the whole. */
  static final String DIGEST = "dg";

  /** What a message says beside what is long. */
  static final Packed PACKED_SHORT =
      new Packed("sa", "za", List.of(SHORT, DIGEST), List.of("pk", "sk"));

  /** All that it says, in whichever of its items it stands. */
  static final List<Packed> PACKED =
      List.of(PACKED_SHORT, new Packed("sf", "zf", List.of(FREIGHT), List.of("pk", "sk")));

  /** All but what is long. */
  static final List<String> OUTLINE =
      List.of("pk", SHORT, PACKED_SHORT.sealed(), PACKED_SHORT.compressed(), GROUP, SENT_AT);

  private InboundForm() {}

  static void write(Inbound message, Freight freight, Item item) {
    item.put(GROUP, message.group().map(GroupId::value))
        .put(FREIGHT, Item.bytes(freight.chunk(0)))
        .put(PARTS, Item.number(freight.chunks() - 1L))
        .put(BODY_LENGTH, Item.number(freight.bodyLength()))
        .put(SHORT, AttributeForm.write(Freight.shortOf(message.attributes())))
        .put(LONG, writeLengths(freight))
        .put(SENT_AT, Item.millis(message.sentAt()));
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

  /**
   * Writes a part.
   *
   * @param number from 1
   */
  static Item writePart(Freight freight, int number, Item item) {
    return item.put(FREIGHT, Item.bytes(freight.chunk(number)));
  }

  /** How many parts follow. */
  static int parts(Item item) {
    return (int) item.longOr(PARTS, 0);
  }

  /**
   * What is long.
   *
   * @param parts as many as follow, in order
   */
  static Freight readFreight(Item item, List<Item> parts) {
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
    return Freight.joined(chunks, (int) item.longOr(BODY_LENGTH, 0), lengths);
  }

  /** The message without body and long attributes. */
  static Inbound readOutline(InboundId id, Item item) {
    return new Inbound(
        id,
        item.maybeText(GROUP).map(GroupId::new),
        "",
        AttributeForm.read(item.map(SHORT)),
        item.instant(SENT_AT));
  }
}
