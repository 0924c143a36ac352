package dev.postern.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.postern.destination.Destination;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.Flaw;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import dev.postern.message.Terms;
import dev.postern.message.Worded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The members of one message in JSON, as far as they can be read; the first fault is kept. */
final class ItemMembers {
  private static final String PAYLOAD = "payload";
  private static final String PAYLOAD_BASE64 = "payloadBase64";
  private static final String DELAY = "delaySeconds";
  private static final String ATTRIBUTES = "attributes";
  private static final String GROUP = "groupId";
  private static final String KEY = "idempotencyKey";
  private static final String GUARANTEE = "guarantee";
  private static final String CONTENT_TYPE = "contentType";
  private static final Set<String> TEXTS =
      Set.of(KEY, GROUP, GUARANTEE, CONTENT_TYPE, PAYLOAD_BASE64);
  private static final Set<String> KNOWN = new TreeSet<>(TEXTS);

  static {
    KNOWN.addAll(Set.of(PAYLOAD, DELAY, ATTRIBUTES));
  }

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final ContentType TEXT = new ContentType("text/plain");

  private final char[] source;
  private final Set<String> seen = new TreeSet<>();
  private final Map<String, String> texts = new HashMap<>();
  private Attributes attributes = Attributes.NONE;
  private int delaySeconds;
  private byte[] payload = {};
  private ContentType usualType = ContentType.OCTET_STREAM;
  private Optional<Problem> fault = Optional.empty();

  /** Of a message that stands in this text. */
  ItemMembers(char[] source) {
    this.source = source;
  }

  /** Notes what is wrong, unless something was before. */
  void fault(String detail, Optional<String> field) {
    Problem problem = Problem.of(ProblemType.BODY_MALFORMED, detail + ".");
    fault = fault.or(() -> Optional.of(field.map(problem::field).orElse(problem)));
  }

  private void wrongType(String member, String expected) {
    fault(member + " must be " + expected, Optional.of(member));
  }

  /** Reads the value at which the parser stands, to its end. */
  void read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      fault("A message must be an object", Optional.empty());
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (!KNOWN.contains(name)) {
        fault(
            "The message has the unknown member "
                + shortened(name)
                + "; known is "
                + String.join(", ", KNOWN),
            Optional.of(shortened(name)));
        parser.skipChildren();
      } else if (!seen.add(name)) {
        fault("The message must have " + name + " once", Optional.of(name));
        parser.skipChildren();
      } else {
        member(name, parser);
      }
    }
  }

  private static String shortened(String name) {
    return name.length() > 64 ? name.substring(0, 64) + "…" : name;
  }

  private void member(String name, JsonParser parser) throws IOException {
    if (TEXTS.contains(name)) {
      text(name, parser);
      return;
    }
    switch (name) {
      case PAYLOAD -> payload(parser);
      case ATTRIBUTES -> attributes(parser);
      default -> delay(parser);
    }
  }

  private void text(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      texts.put(name, parser.getText());
    } else {
      wrongType(name, "a string");
      parser.skipChildren();
    }
  }

  private void delay(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      String number = parser.getText();
      delaySeconds = SECONDS.matcher(number).matches() ? Integer.parseInt(number) : -1;
    } else {
      wrongType(DELAY, "a whole number");
      parser.skipChildren();
    }
  }

  private void attributes(JsonParser parser) throws IOException {
    AttributesJson read = new AttributesJson();
    read.read(parser);
    try {
      attributes = read.attributes();
    } catch (InvalidMessage invalid) {
      Problem problem = Problem.of(new InvalidMessage(invalid.flaw(), ATTRIBUTES, invalid.limit()));
      fault = fault.or(() -> Optional.of(problem));
    }
  }

  /** A string is its text; anything else is what stands there, byte for byte. */
  private void payload(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      usualType = TEXT;
      encode(parser.getText());
      return;
    }
    usualType = ContentType.JSON;
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    // A scalar is read to its end only when it is asked for.
    parser.finishToken();
    int end = (int) parser.currentLocation().getCharOffset();
    payload = new String(source, start, end - start).getBytes(StandardCharsets.UTF_8);
  }

  private void encode(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      payload = new byte[bytes.remaining()];
      bytes.get(payload);
    } catch (CharacterCodingException loneSurrogate) {
      fault("payload must have no half of a surrogate pair alone", Optional.of(PAYLOAD));
    }
  }

  /** The message that they make. */
  Item item(ItemReader reader) {
    Optional<GroupId> group = Optional.empty();
    try {
      group = Optional.ofNullable(texts.get(GROUP)).map(GroupId::new);
      if (fault.isEmpty()) {
        return new Item.Legible(
            reader.destination(),
            Optional.ofNullable(texts.get(KEY)).map(IdempotencyKey::new),
            new Message(
                reader.tenant(), reader.destination().name(), group, content(), terms(reader)),
            ItemResult.MEMBERS);
      }
    } catch (InvalidMessage invalid) {
      Problem problem = ItemResult.problem(invalid, reader.destination(), ItemResult.MEMBERS);
      fault = fault.or(() -> Optional.of(problem));
    }
    return new Item.Illegible(group, fault.orElseThrow());
  }

  private Content content() {
    if (seen.contains(PAYLOAD) == seen.contains(PAYLOAD_BASE64)) {
      throw new InvalidMessage(
          Flaw.PAYLOAD_MISSING, PAYLOAD, "be given, or payloadBase64, and not both");
    }
    ContentType type =
        Optional.ofNullable(texts.get(CONTENT_TYPE))
            .map(given -> new ContentType(given.strip()))
            .orElse(usualType);
    return new Content(new Bytes(bytes()), type, attributes);
  }

  private byte[] bytes() {
    String base64 = texts.get(PAYLOAD_BASE64);
    if (base64 == null) {
      return payload;
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw new InvalidMessage(
          Flaw.PAYLOAD_MALFORMED, PAYLOAD_BASE64, "be base64 as RFC 4648 section 4 has it");
    }
  }

  private Terms terms(ItemReader reader) {
    Destination destination = reader.destination();
    Guarantee guarantee =
        Optional.ofNullable(texts.get(GUARANTEE))
            .map(
                word ->
                    Worded.parse(Guarantee.class, word)
                        .orElseThrow(destination::guaranteeNotAvailable))
            .orElse(destination.policy().guarantee());
    return new Terms(guarantee, delaySeconds, reader.trace(), reader.causality());
  }
}
