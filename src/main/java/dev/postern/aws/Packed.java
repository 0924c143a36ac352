package dev.postern.aws;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What of an item says what a message says, and is compressed and encrypted as one. It stands there
 * in one of three forms: as it is, compressed, or sealed, in which case it may be compressed
 * within.
 *
 * @param sealed the attribute that has it where it is encrypted
 * @param compressed the attribute that has it where it is compressed, and not encrypted
 * @param content the attributes that it is, those that there are
 * @param context the attributes that it is bound to where it is encrypted: with others it does not
 *     open
 */
record Packed(String sealed, String compressed, List<String> content, List<String> context) {
  /** Its attributes, as they are; none where it is not there, or in another form. */
  Map<String, AttributeValue> contentOf(Item item) {
    Map<String, AttributeValue> there = new HashMap<>();
    content.forEach(
        name ->
            Optional.ofNullable(item.attributes().get(name))
                .ifPresent(value -> there.put(name, value)));
    return there;
  }

  /** The item with one attribute in place of this, in whichever form it stands there. */
  Item with(String name, byte[] bytes, Item item) {
    return Item.of(without(item)).put(name, Item.bytes(bytes));
  }

  /** The item with these attributes in place of this. */
  Item with(Map<String, AttributeValue> attributes, Item item) {
    Map<String, AttributeValue> whole = without(item);
    whole.putAll(attributes);
    return Item.of(whole);
  }

  private Map<String, AttributeValue> without(Item item) {
    Map<String, AttributeValue> rest = new HashMap<>(item.attributes());
    rest.keySet().removeAll(content);
    rest.remove(sealed);
    rest.remove(compressed);
    return rest;
  }

  /**
   * Refuses what Postern never writes: a second form may have been put beside the true one.
   *
   * @throws Tampered where it stands there in several forms
   */
  void checkOneForm(Item item) {
    boolean plain = content.stream().anyMatch(item::has);
    if (Stream.of(item.has(sealed), item.has(compressed), plain).filter(there -> there).count()
        > 1) {
      throw new Tampered("it is there in several forms: " + Key.of(item), null);
    }
  }

  /**
   * What it is bound to where it is encrypted: its name and its context, each with its length
   * before it, so that no two are written alike.
   *
   * @param more stands behind these
   */
  byte[] boundTo(Item item, byte[] more) {
    try (ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all)) {
      write(out, sealed);
      for (String name : context) {
        write(out, item.text(name));
      }
      out.write(more);
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
