package dev.postern.aws;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Letter;
import dev.postern.subscription.Letters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Dead letters of subscriptions in DynamoDB.
 *
 * <p>The parts of a letter are written before its own item and deleted after it, so that where that
 * is they are too. Parts whose letter never came, or is gone, go by their time to live.
 */
public final class DynamoDbLetters implements Letters {
  private final Table table;

  DynamoDbLetters(Table table) {
    this.table = table;
  }

  @Override
  public CompletionStage<Void> keep(Letter letter) {
    List<Item> items = new ArrayList<>();
    items.add(LetterForm.write(letter));
    items.addAll(LetterForm.parts(letter));
    return table
        .packing()
        .pack(items, InboundForm.PACKED)
        .thenCompose(
            closed ->
                forEach(closed.subList(1, closed.size()), this::put)
                    .thenCompose(kept -> put(closed.get(0))));
  }

  private CompletionStage<Void> put(Item item) {
    return table
        .putUnless(PutItemRequest.builder().item(item.attributes()))
        .thenAccept(standing -> {});
  }

  /** All at once: there are three at most. */
  private static <T> CompletionStage<Void> forEach(
      List<T> each, Function<T, CompletionStage<Void>> work) {
    return CompletableFuture.allOf(
        each.stream()
            .map(work)
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public CompletionStage<Optional<Letter>> find(SubscriptionName subscription, Letter.Place place) {
    return table
        .get(Key.letter(subscription, place))
        .thenCompose(
            item ->
                item.map(there -> whole(subscription, place, there))
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
  }

  /** Where a part is missing, the letter is just being removed, or has run out. */
  private CompletionStage<Optional<Letter>> whole(
      SubscriptionName subscription, Letter.Place place, Item item) {
    int follow = InboundForm.parts(item);
    CompletionStage<List<Item>> parts =
        follow == 0
            ? CompletableFuture.completedFuture(List.of())
            : parts(subscription, place, QueryRequest.builder().limit(follow));
    return parts.thenCompose(
        found ->
            found.size() < follow
                ? CompletableFuture.completedFuture(Optional.empty())
                : opened(item, found)
                    .thenApply(
                        all ->
                            Optional.of(
                                LetterForm.read(
                                    subscription, all.get(0), all.subList(1, all.size())))));
  }

  private CompletionStage<List<Item>> opened(Item item, List<Item> parts) {
    List<Item> all = new ArrayList<>();
    all.add(item);
    all.addAll(parts);
    return table.packing().unpack(all, InboundForm.PACKED);
  }

  /** The parts, in order: together less than the 1 MB that one query reads. */
  private CompletionStage<List<Item>> parts(
      SubscriptionName subscription, Letter.Place place, QueryRequest.Builder query) {
    Key first = Key.letterPart(subscription, place, 0);
    Key last = Key.letterPart(subscription, place, Long.MAX_VALUE);
    return items(
        query
            .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
            .expressionAttributeValues(
                Map.of(
                    ":pk", Item.string(first.pk()),
                    ":first", Item.string(first.sk()),
                    ":last", Item.string(last.sk()))));
  }

  private CompletionStage<List<Item>> items(QueryRequest.Builder query) {
    return Table.guarded(
            table.client().query(query.tableName(table.name()).consistentRead(true).build()))
        .thenApply(answer -> answer.items().stream().map(Item::of).toList());
  }

  /** A page is full with 1 MB of what is read, bodies included: three letters, if they are long. */
  @Override
  public CompletionStage<List<Letter>> list(
      SubscriptionName subscription, Direction direction, Optional<Letter.Place> after, int most) {
    QueryRequest.Builder query =
        QueryRequest.builder()
            .limit(most)
            .scanIndexForward(direction == Direction.OLDEST_FIRST)
            .keyConditionExpression("pk = :pk")
            .expressionAttributeValues(Map.of(":pk", Item.string(Key.letters(subscription))))
            .projectionExpression(String.join(",", LetterForm.OUTLINE.keySet()))
            .expressionAttributeNames(LetterForm.OUTLINE);
    after.ifPresent(place -> query.exclusiveStartKey(Key.letter(subscription, place).attributes()));
    return items(query)
        .thenCompose(items -> table.packing().unpack(items, List.of(InboundForm.PACKED_SHORT)))
        .thenApply(
            items ->
                items.stream().map(item -> LetterForm.readOutline(subscription, item)).toList());
  }

  @Override
  public CompletionStage<Void> remove(SubscriptionName subscription, Letter.Place place) {
    return parts(subscription, place, QueryRequest.builder().projectionExpression("pk, sk"))
        .thenCompose(
            parts ->
                delete(Key.letter(subscription, place).attributes())
                    .thenCompose(deleted -> forEach(parts, part -> delete(part.attributes()))));
  }

  private CompletionStage<Void> delete(Map<String, AttributeValue> key) {
    return Table.guarded(
            table.client().deleteItem(delete -> delete.tableName(table.name()).key(key)))
        .thenAccept(deleted -> {});
  }
}
