package dev.postern.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.postern.destination.Destination;
import dev.postern.message.BrokerText;
import dev.postern.message.Causality;
import dev.postern.message.Tenant;
import dev.postern.message.TraceParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads messages that are written as JSON.
 *
 * @param trace of the request, and so of each of its messages
 * @param causality likewise
 */
record ItemReader(
    Tenant tenant,
    Destination destination,
    Optional<TraceParent> trace,
    Optional<Causality> causality) {
  /** Of the messages of a request: what its headers say holds for each of them. */
  static ItemReader of(PublishRequest asked, Tenant tenant, Destination destination) {
    return new ItemReader(
        tenant,
        destination,
        asked.withoutExpectation().trace(),
        asked.causality(tenant, destination));
  }

  /** The most messages of one batch. */
  static final int MOST_MESSAGES = 100;

  private static final String MESSAGES = "messages";

  /**
   * Numbers and names of any length, since payloads are not looked into; names are not kept, for
   * callers could fill or slow down the table of them.
   */
  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * The messages of a batch; one that can't be read hinders no other.
   *
   * @throws RefusedRequest where the body is no batch
   */
  List<Item> batch(byte[] body) {
    char[] source = text(body).orElseThrow(() -> new RefusedRequest(BodyFault.notUtf8()));
    try (JsonParser parser = JSON.createParser(source)) {
      return batch(parser, source);
    } catch (JsonProcessingException fault) {
      throw new RefusedRequest(BodyFault.problem(fault));
    } catch (IOException unexpected) {
      // Of a parser that reads from memory.
      throw new UncheckedIOException(unexpected);
    }
  }

  private List<Item> batch(JsonParser parser, char[] source) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new RefusedRequest(BodyFault.empty());
    }
    Optional<List<Item>> items = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!name.equals(MESSAGES) || items.isPresent()) {
        throw refused("The body must have the one member messages, and that once", name);
      }
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw refused("messages must be an array", MESSAGES);
      }
      items = Optional.of(items(parser, source));
    }
    if (parser.nextToken() != null) {
      throw new RefusedRequest(
          Problem.of(ProblemType.BODY_MALFORMED, "The body must have nothing after its object."));
    }
    return items.orElseThrow(() -> new RefusedRequest(BodyFault.missing(MESSAGES)));
  }

  private List<Item> items(JsonParser parser, char[] source) throws IOException {
    List<Item> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (items.size() == MOST_MESSAGES) {
        throw refused("messages must have at most " + MOST_MESSAGES + " elements", MESSAGES);
      }
      ItemMembers members = new ItemMembers(source);
      members.read(parser);
      items.add(members.item(this));
    }
    if (items.isEmpty()) {
      throw refused("messages must have at least one element", MESSAGES);
    }
    return items;
  }

  private static RefusedRequest refused(String detail, String field) {
    return new RefusedRequest(
        Problem.of(ProblemType.BODY_MALFORMED, detail + ".")
            .field(field)
            .limit("1 to " + MOST_MESSAGES + " messages"));
  }

  /** The message of one line of a stream. */
  Item line(byte[] line) {
    Optional<char[]> text = text(line);
    if (text.isEmpty()) {
      return new Item.Illegible(
          Optional.empty(),
          Problem.of(ProblemType.BODY_MALFORMED, "The line must be well-formed UTF-8."));
    }
    ItemMembers members = new ItemMembers(text.get());
    try (JsonParser parser = JSON.createParser(text.get())) {
      parser.nextToken();
      members.read(parser);
      if (parser.nextToken() != null) {
        members.fault("The line must have nothing after its object", Optional.empty());
      }
    } catch (JsonProcessingException fault) {
      members.fault(
          "The line is not JSON, at column " + fault.getLocation().getColumnNr(), Optional.empty());
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
    return members.item(this);
  }

  private static Optional<char[]> text(byte[] bytes) {
    return BrokerText.decodeUtf8(bytes).map(String::toCharArray);
  }
}
