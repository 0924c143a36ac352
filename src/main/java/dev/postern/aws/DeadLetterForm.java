package dev.postern.aws;

import dev.postern.lane.Lanes;
import dev.postern.message.DeathReason;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import dev.postern.message.Worded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Dead letters as stored: their list is kept beside the records, whose outcome is the truth. */
final class DeadLetterForm {
  /** Holds while the record is dead of this death, and of no other. */
  static final String STILL_DEAD = "id = :id AND oc.#s = :dead AND oc.#t = :died";

  /** Holds while its payload is there, too. */
  static final String REDRIVABLE = STILL_DEAD + " AND attribute_not_exists(er)";

  static final String ERASED = "er";

  private DeadLetterForm() {}

  static Item write(Lanes.DeadLetter letter) {
    Item item =
        Item.at(key(letter))
            .put("id", letter.message().toString())
            .put("gr", letter.group().map(GroupId::value))
            .put("n", Item.number(letter.outcome().attempts()))
            .put("r", letter.outcome().reason().word())
            .put("e", letter.outcome().lastError())
            .put("ttl", Item.seconds(letter.expiresAt()));
    letter.unknownSince().ifPresent(at -> item.put("us", Item.millis(at)));
    if (letter.erased()) {
      item.put(ERASED, AttributeValue.fromBool(true));
    }
    return item;
  }

  static Lanes.DeadLetter read(DestinationName destination, Item item) {
    String sk = item.text("sk");
    Instant diedAt = Instant.ofEpochMilli(Long.parseLong(sk.substring(0, sk.indexOf('#'))));
    return new Lanes.DeadLetter(
        destination,
        MessageId.parse(item.text("id")).orElseThrow(),
        item.maybeText("gr").map(GroupId::new),
        new Outcome.Dead(
            diedAt,
            (int) item.longOr("n", 0),
            Worded.parse(DeathReason.class, item.text("r")).orElseThrow(),
            item.text("e")),
        item.maybeInstant("us"),
        Instant.ofEpochSecond(item.longOr("ttl", 0)),
        item.has(ERASED));
  }

  static Key key(Lanes.DeadLetter letter) {
    return Key.deadLetter(letter.destination(), letter.outcome().at(), letter.message());
  }

  static Map<String, String> stillDeadNames() {
    return Map.of("#s", OutcomeForm.STATE, "#t", OutcomeForm.AT);
  }

  static Map<String, AttributeValue> stillDeadValues(Lanes.DeadLetter letter) {
    return Map.of(
        ":id", Item.string(letter.message().toString()),
        ":dead", Item.string(OutcomeForm.DEAD),
        ":died", Item.millis(letter.outcome().at()));
  }

  /**
   * The letter, where none is listed and its message is still dead of it, erased or not as said.
   */
  static List<TransactWriteItem> listing(Table table, Lanes.DeadLetter letter) {
    String erased = letter.erased() ? " AND attribute_exists(er)" : " AND attribute_not_exists(er)";
    return List.of(
        table.putIfAbsent(write(letter)),
        table.check(
            Key.record(letter.message().keyHash()),
            ConditionCheck.builder()
                .conditionExpression(STILL_DEAD + erased)
                .expressionAttributeNames(stillDeadNames())
                .expressionAttributeValues(stillDeadValues(letter))));
  }
}
