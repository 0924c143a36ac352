package dev.postern.aws;

import dev.postern.ledger.Progress;
import dev.postern.message.DeathReason;
import dev.postern.message.Outcome;
import dev.postern.message.Worded;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Outcomes and progress as stored: short names, since two dozen of them share an item. */
final class OutcomeForm {
  static final String STATE = "s";
  static final String AT = "t";
  static final String DEAD = "d";
  private static final String PUBLISHED = "p";
  private static final String HANDED_OVER = "h";

  private OutcomeForm() {}

  static AttributeValue write(Progress progress) {
    return progress.fold(
        OutcomeForm::write, () -> AttributeValue.fromM(Map.of(STATE, Item.string(HANDED_OVER))));
  }

  static AttributeValue write(Outcome outcome) {
    Item form =
        Item.empty().put(AT, Item.millis(outcome.at())).put("n", Item.number(outcome.attempts()));
    Item whole =
        outcome.fold(
            published ->
                form.put(STATE, PUBLISHED)
                    .put("b", published.brokerMessageId())
                    .put("q", published.brokerSequenceNumber())
                    .put("d", AttributeValue.fromBool(published.possibleDuplicate())),
            dead ->
                form.put(STATE, DEAD).put("r", dead.reason().word()).put("e", dead.lastError()));
    return AttributeValue.fromM(whole.attributes());
  }

  /** The word for what kind of an outcome it is. */
  static String state(Outcome outcome) {
    return outcome.fold(published -> PUBLISHED, dead -> DEAD);
  }

  static Progress readProgress(AttributeValue value) {
    return value.m().get(STATE).s().equals(HANDED_OVER)
        ? Progress.HANDED_OVER
        : new Progress.Settled(readOutcome(value));
  }

  static Outcome readOutcome(AttributeValue value) {
    Item form = Item.of(value.m());
    int attempts = (int) form.longOr("n", 0);
    if (form.text(STATE).equals(PUBLISHED)) {
      return new Outcome.Published(
          form.instant(AT),
          attempts,
          form.text("b"),
          form.maybeText("q"),
          Boolean.TRUE.equals(value.m().get("d").bool()));
    }
    return new Outcome.Dead(
        form.instant(AT),
        attempts,
        Worded.parse(DeathReason.class, form.text("r")).orElseThrow(),
        form.text("e"));
  }
}
