package dev.postern.aws;

import dev.postern.lane.Erasures;
import dev.postern.ledger.Record;
import dev.postern.message.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Erasures in DynamoDB. What point-in-time recovery and backups of the table hold, and for how
 * long, is up to the table.
 */
record DynamoDbErasures(Table table) implements Erasures {
  /** In whichever form it is stored. */
  private static final String REMOVE = "REMOVE pl, zc, sc, #attributes";

  private static final String NOT_ERASED = "id = :id AND attribute_not_exists(er)";

  @Override
  public CompletionStage<Erased> erase(Record record, Outcome outcome, Instant at) {
    return outcome.fold(
        published -> write(List.of(erasing(record, outcome, at))),
        dead -> {
          Key letter = Key.deadLetter(record.message().destination(), dead.at(), record.id());
          return table
              .get(letter)
              .thenCompose(
                  listed ->
                      write(
                          List.of(
                              erasing(record, outcome, at),
                              listed.isPresent() ? marking(letter) : stillUnlisted(letter))));
        });
  }

  private CompletionStage<Erased> write(List<TransactWriteItem> writes) {
    return table
        .transact(writes)
        .thenApply(refused -> refused.isEmpty() ? Erased.DONE : Erased.CHANGED);
  }

  private TransactWriteItem erasing(Record record, Outcome outcome, Instant at) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":id", Item.string(record.id().toString()));
    values.put(":now", Item.millis(at));
    values.put(":bytes", Item.number(record.message().content().size()));
    boolean written = record.fate().outcome().isPresent();
    return table.update(
        Key.record(record.id().keyHash()),
        (written ? keeping(outcome, values) : concluding(record, outcome, values))
            .expressionAttributeValues(values));
  }

  /** The outcome stands there, and is to be this one still. */
  private static Update.Builder keeping(Outcome outcome, Map<String, AttributeValue> values) {
    values.put(":state", Item.string(OutcomeForm.state(outcome)));
    values.put(":ended", Item.millis(outcome.at()));
    return Update.builder()
        .updateExpression("SET er = :now, eb = :bytes " + REMOVE)
        .conditionExpression(NOT_ERASED + " AND oc.#s = :state AND oc.#t = :ended")
        .expressionAttributeNames(
            Map.of(
                "#attributes", RecordForm.ATTRIBUTES,
                "#s", OutcomeForm.STATE,
                "#t", OutcomeForm.AT));
  }

  /** Only the journal has the outcome; where the record waited in a lane, it may run out again. */
  private static Update.Builder concluding(
      Record record, Outcome outcome, Map<String, AttributeValue> values) {
    values.put(":outcome", OutcomeForm.write(outcome));
    values.put(":ttl", RecordForm.ttl(record.expiresAt()));
    return Update.builder()
        .updateExpression("SET er = :now, eb = :bytes, oc = :outcome, #ttl = :ttl " + REMOVE)
        .conditionExpression(NOT_ERASED + " AND attribute_not_exists(oc)")
        .expressionAttributeNames(Map.of("#attributes", RecordForm.ATTRIBUTES, "#ttl", "ttl"));
  }

  private TransactWriteItem marking(Key letter) {
    return table.update(
        letter,
        Update.builder()
            .updateExpression("SET er = :yes")
            .conditionExpression("attribute_exists(pk)")
            .expressionAttributeValues(Map.of(":yes", AttributeValue.fromBool(true))));
  }

  /** Else it would be listed as one that can be redriven. */
  private TransactWriteItem stillUnlisted(Key letter) {
    return table.check(
        letter, ConditionCheck.builder().conditionExpression("attribute_not_exists(pk)"));
  }
}
