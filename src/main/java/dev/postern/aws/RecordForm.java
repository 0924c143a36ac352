package dev.postern.aws;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.Record;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.CausalClock;
import dev.postern.message.Causality;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.DestinationName;
import dev.postern.message.Fingerprint;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Producer;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import dev.postern.message.TraceParent;
import dev.postern.message.Worded;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A record as stored. Short names: writes are billed by the kilobyte begun. */
final class RecordForm {
  /** How long after its retention a record is left for those who still come by its id. */
  static final Duration TTL_MARGIN = Duration.ofDays(3);

  /** Of a record with the id {@code :old} that does not wait in a lane. */
  static final String REPLACEABLE = "id = :old AND attribute_exists(#ttl)";

  static final Map<String, String> TTL_NAME = Map.of("#ttl", "ttl");

  /**
   * Begins the name of an attribute for each subscription that processed the message, so that each
   * is written by itself and none needs another to be there.
   */
  private static final String PROCESSED = "pr#";

  static final String ID = "id";
  static final String OUTCOME = "oc";
  static final String EXPIRES_AT = "ex";
  static final String PAYLOAD = "pl";
  static final String ATTRIBUTES = "at";

  /** What a message says, bound to whose it is. */
  static final List<Packed> PACKED =
      List.of(new Packed("sc", "zc", List.of(PAYLOAD, ATTRIBUTES), List.of("tn", ID)));

  static final String ERASED_AT = "er";
  static final String ERASED_BYTES = "eb";

  private RecordForm() {}

  /** The attribute that says when this subscription processed the message. */
  static String processed(SubscriptionName subscription) {
    return PROCESSED + subscription.value();
  }

  static Map<String, AttributeValue> write(Record record) {
    Message message = record.message();
    Item item =
        Item.at(Key.record(record.id().keyHash()))
            .put(ID, record.id().toString())
            .put("tn", message.tenant().name())
            .put("ds", message.destination().value())
            .put("gr", message.group().map(GroupId::value))
            .put(PAYLOAD, Item.bytes(message.content().payload().array()))
            .put("ct", message.content().type().value())
            .put("gu", message.terms().guarantee().word())
            .put("tp", message.terms().trace().map(TraceParent::value))
            .put("fp", record.acceptance().fingerprint().value())
            .put("en", record.acceptance().entry().toString())
            .put(EXPIRES_AT, Item.millis(record.expiresAt()))
            .put("ttl", ttl(record.expiresAt()));
    record.acceptance().number().ifPresent(number -> item.put("no", Item.number(number)));
    message.terms().causality().ifPresent(causality -> write(causality, item));
    if (message.terms().delaySeconds() > 0) {
      item.put("dl", Item.number(message.terms().delaySeconds()));
    }
    if (!message.content().attributes().isEmpty()) {
      item.put(ATTRIBUTES, AttributeForm.write(message.content().attributes().byName()));
    }
    return item.attributes();
  }

  static AttributeValue ttl(Instant keepUntil) {
    return Item.seconds(keepUntil.plus(TTL_MARGIN));
  }

  static Record read(Item item) {
    Terms terms =
        new Terms(
            Worded.parse(Guarantee.class, item.text("gu")).orElseThrow(),
            (int) item.longOr("dl", 0),
            item.maybeText("tp").map(TraceParent::new),
            item.maybeText("cp").map(producer -> readCausality(producer, item.map("cs"))));
    Message message =
        new Message(
            new Tenant(item.text("tn")),
            new DestinationName(item.text("ds")),
            item.maybeText("gr").map(GroupId::new),
            readContent(item),
            terms);
    return new Record(
        MessageId.parse(item.text(ID)).orElseThrow(),
        message,
        new Record.Acceptance(
            new Fingerprint(item.text("fp")),
            EntryId.of(item.text("en")),
            item.instant(EXPIRES_AT),
            item.attributes().containsKey("no")
                ? OptionalLong.of(item.longOr("no", 0))
                : OptionalLong.empty()),
        new Record.Fate(
            Optional.ofNullable(item.attributes().get(OUTCOME)).map(OutcomeForm::readOutcome),
            item.attributes().containsKey("pd"),
            readProcessed(item),
            item.maybeInstant(ERASED_AT)));
  }

  private static Content readContent(Item item) {
    ContentType type = new ContentType(item.text("ct"));
    return item.has(ERASED_AT)
        ? Content.erased(type, (int) item.longOr(ERASED_BYTES, 0))
        : new Content(
            new Bytes(item.binary(PAYLOAD)),
            type,
            new Attributes(AttributeForm.read(item.map(ATTRIBUTES))));
  }

  private static Map<SubscriptionName, Instant> readProcessed(Item item) {
    Map<SubscriptionName, Instant> processed = new HashMap<>();
    for (String name : item.attributes().keySet()) {
      if (name.startsWith(PROCESSED)) {
        processed.put(new SubscriptionName(name.substring(PROCESSED.length())), item.instant(name));
      }
    }
    return processed;
  }

  private static void write(Causality causality, Item item) {
    Map<String, AttributeValue> seen = new HashMap<>();
    causality
        .seen()
        .counts()
        .forEach((producer, count) -> seen.put(producer.name(), Item.number(count)));
    item.put("cp", causality.producer().name());
    item.put("cs", AttributeValue.fromM(seen));
  }

  private static Causality readCausality(String producer, Map<String, AttributeValue> seen) {
    SortedMap<Producer, Long> counts = new TreeMap<>();
    seen.forEach((name, count) -> counts.put(new Producer(name), Long.valueOf(count.n())));
    return new Causality(new Producer(producer), new CausalClock(counts));
  }
}
