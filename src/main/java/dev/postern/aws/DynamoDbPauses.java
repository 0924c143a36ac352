package dev.postern.aws;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Pauses;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Paused subscriptions in DynamoDB: an item for each, which is there as long as it is paused. */
record DynamoDbPauses(Table table) implements Pauses {
  private static final String SINCE = "at";
  private static final String REASON = "rs";

  @Override
  public CompletionStage<Optional<Pause>> find(SubscriptionName subscription) {
    return table
        .get(Key.pause(subscription))
        .thenApply(item -> item.map(found -> new Pause(found.instant(SINCE), found.text(REASON))));
  }

  @Override
  public CompletionStage<Void> pause(SubscriptionName subscription, Pause pause) {
    return table
        .putUnless(
            PutItemRequest.builder()
                .item(
                    Item.at(Key.pause(subscription))
                        .put(SINCE, Item.millis(pause.since()))
                        .put(REASON, pause.reason())
                        .attributes())
                .conditionExpression("attribute_not_exists(pk)"))
        .thenAccept(there -> {});
  }

  @Override
  public CompletionStage<Void> resume(SubscriptionName subscription) {
    return table
        .delete(Key.pause(subscription), "attribute_exists(pk)", null)
        .thenAccept(there -> {});
  }
}
