package dev.postern.aws;

import dev.postern.message.Worded;
import dev.postern.subscription.Delivery;
import dev.postern.subscription.Poison;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A delivery as stored. */
final class DeliveryForm {
  private static final String ATTEMPTS = "n";
  private static final String CHANGED_AT = "ch";
  private static final String EXPIRES_AT = "ex";
  private static final String STATE = "s";
  private static final String PROCESSING = "p";
  private static final String COMPLETED = "c";
  private static final String DEAD = "d";
  private static final String DROPPED = "x";
  private static final String QUEUE_ID = "q";
  private static final String LEASE_UNTIL = "l";
  private static final String DOOM = "dm";
  private static final String RESULT = "rs";
  private static final String REASON = "r";
  private static final String DIED_AT = "t";
  private static final String RECEIPT = "rc";
  private static final String REDRIVEN = "rd";

  /** What not every delivery has: a change to one that has it not takes it away. */
  private static final Set<String> OPTIONAL = optional();

  /** The clocks of those who write and of DynamoDB differ by less. */
  private static final Duration TTL_MARGIN = Duration.ofDays(1);

  private DeliveryForm() {}

  private static Set<String> optional() {
    Set<String> names =
        new TreeSet<>(
            Set.of(QUEUE_ID, LEASE_UNTIL, DOOM, RESULT, REASON, DIED_AT, RECEIPT, REDRIVEN));
    names.addAll(FailureForm.NAMES);
    return names;
  }

  static Item write(Delivery delivery) {
    Item item =
        Item.at(Key.delivery(delivery.subscription(), delivery.message()))
            .put(Versioned.VERSION, Item.number(delivery.version()))
            .put(ATTEMPTS, Item.number(delivery.attempts()))
            .put(CHANGED_AT, Item.millis(delivery.changedAt()))
            .put(EXPIRES_AT, Item.millis(delivery.expiresAt()))
            .put("ttl", Item.seconds(delivery.expiresAt().plus(TTL_MARGIN)));
    FailureForm.write(delivery.lastFailure(), item);
    return delivery.state().fold(new Writing(item));
  }

  /** The names that an item of this form might have and that one has not. */
  static Set<String> absent(Item item) {
    Set<String> names = new TreeSet<>(OPTIONAL);
    names.removeAll(item.attributes().keySet());
    return names;
  }

  private record Writing(Item item) implements Delivery.Cases<Item> {
    @Override
    public Item processing(Delivery.Processing state) {
      return item.put(STATE, PROCESSING)
          .put(QUEUE_ID, state.queueId())
          .put(LEASE_UNTIL, Item.millis(state.leaseUntil()))
          .put(DOOM, state.doom().map(Poison::word));
    }

    @Override
    public Item completed(Delivery.Completed state) {
      return item.put(STATE, COMPLETED).put(RESULT, state.result());
    }

    @Override
    public Item dead(Delivery.Dead state) {
      if (state.redriven()) {
        item.put(REDRIVEN, AttributeValue.fromBool(true));
      }
      return item.put(STATE, DEAD)
          .put(REASON, state.reason().word())
          .put(DIED_AT, Item.millis(state.at()))
          .put(RECEIPT, state.receipt());
    }

    @Override
    public Item dropped(Delivery.Dropped state) {
      return item.put(STATE, DROPPED).put(DIED_AT, Item.millis(state.diedAt()));
    }
  }

  static Delivery read(Item item) {
    String pk = item.text("pk");
    return new Delivery(
        Key.deliverySubscription(pk),
        Key.deliveryMessage(pk),
        item.longOr(Versioned.VERSION, 0),
        (int) item.longOr(ATTEMPTS, 0),
        readState(item),
        FailureForm.read(item),
        item.instant(CHANGED_AT),
        item.instant(EXPIRES_AT));
  }

  private static Delivery.State readState(Item item) {
    String state = item.text(STATE);
    return switch (state) {
      case PROCESSING ->
          new Delivery.Processing(
              item.text(QUEUE_ID),
              item.instant(LEASE_UNTIL),
              item.maybeText(DOOM).map(DeliveryForm::poison));
      case COMPLETED -> new Delivery.Completed(item.maybeText(RESULT));
      case DEAD ->
          new Delivery.Dead(
              poison(item.text(REASON)),
              item.instant(DIED_AT),
              item.maybeText(RECEIPT),
              item.has(REDRIVEN));
      case DROPPED -> new Delivery.Dropped(item.instant(DIED_AT));
      default -> throw new IllegalStateException("no state of a delivery: " + state);
    };
  }

  static Poison poison(String word) {
    return Worded.parse(Poison.class, word).orElseThrow();
  }
}
