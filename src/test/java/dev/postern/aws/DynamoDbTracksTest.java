package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.order.Entry;
import dev.postern.order.Tracks;
import dev.postern.order.TracksContract;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbTracksTest extends TracksContract {
  private static final Table TABLE = SharedTable.TABLE;

  private final Tracks tracks = new DynamoDbTracks(TABLE);

  @Override
  protected Tracks tracks() {
    return tracks;
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  @Test
  void nothingIsLeftOfWhatIsRemoved() {
    Entry entry = longest(1, "a");
    keep(entry);
    assertThat(parts(entry)).hasSize(EntryForm.MOST_PARTS);
    get(tracks.remove(List.of(entry.ref())));
    assertThat(parts(entry)).isEmpty();
  }

  @Test
  void nothingIsLeftOfWhatFoundItsSpotTaken() {
    Entry there = longest(1, "a");
    keep(there);
    List<Map<String, AttributeValue>> parts = parts(there);
    keep(longest(1, "b"));
    assertThat(parts(there)).isEqualTo(parts);
  }

  @Test
  void anEntryThatLacksAPartIsNotGivenOut() {
    Entry entry = longest(1, "a");
    keep(entry);
    Map<String, AttributeValue> part =
        Key.trackEntryPart(entry.track(), entry.spot(), 2).attributes();
    TABLE.client().deleteItem(delete -> delete.tableName(TABLE.name()).key(part)).join();
    assertUnavailable(() -> get(tracks.look(id)), false);
  }

  @Test
  void anEntryWithAPartOfAnotherIsNotGivenOut() {
    Entry entry = longest(1, "a");
    keep(entry);
    Item part = Item.at(Key.trackEntryPart(entry.track(), entry.spot(), 2));
    part.put("b", Item.bytes(new byte[Freight.MOST_IN_CHUNK]));
    TABLE.client().putItem(put -> put.tableName(TABLE.name()).item(part.attributes())).join();
    assertUnavailable(() -> get(tracks.look(id)), false);
  }

  @Test
  void keepingThatMetAnotherWriteFailsWithoutRemains() {
    Faults.in(Faults.Service.DYNAMODB)
        .action("TransactWriteItems")
        .status(400, "TransactionCanceledException");
    Entry entry = longest(1, "a");
    assertUnavailable(() -> get(through().keep(List.of(entry))), false);
    assertThat(get(tracks.look(id)).first()).isEmpty();
    assertThat(parts(entry)).isEmpty();
  }

  @Test
  void keepingWhoseAnswerWasLostMayBeRepeated() {
    for (String action : List.of("TransactWriteItems", "BatchExecuteStatement")) {
      Faults.in(Faults.Service.DYNAMODB).action(action).dropAfter();
      Entry entry = action.startsWith("Transact") ? longest(1, "a") : entry(2, "b");
      assertUnavailable(() -> get(through().keep(List.of(entry))), true);
      Faults.clear();
      assertThat(keep(entry)).containsExactly(entry.message().id());
    }
  }

  @Test
  void keepingFailsWhereNobodyKnowsWhoStandsThere() {
    keep(entry(1, "a"));
    Faults.in(Faults.Service.DYNAMODB).action("BatchGetItem").status(400, "AccessDeniedException");
    assertUnavailable(() -> get(through().keep(List.of(entry(1, "a")))), false);
  }

  @Test
  void aChangeThatMetAnotherWriteIsNoConflict() {
    Faults.in(Faults.Service.DYNAMODB)
        .action("TransactWriteItems")
        .status(400, "TransactionCanceledException");
    Tracks.Change change = first(full(id, 1));
    assertUnavailable(
        () -> get(through().passBy(change, new Tracks.Passed(1, 2, Instant.EPOCH))), false);
    assertUnavailable(() -> get(through().writeAndRemove(change, entry(1, "a").ref())), false);
  }

  /** The same tracks, where faults can interfere. */
  private static Tracks through() {
    return new DynamoDbTracks(
        new Table(EmbeddedAws.dynamoDb(EmbeddedAws.endpoints().dynamoDbProxy()), TABLE.name()));
  }

  private static void assertUnavailable(Runnable call, boolean mayBeApplied) {
    assertThatThrownBy(call::run)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StoreUnavailable.class,
            failure -> assertThat(failure.mayBeApplied()).isEqualTo(mayBeApplied));
  }

  private static List<Map<String, AttributeValue>> parts(Entry entry) {
    List<Map<String, AttributeValue>> parts = new ArrayList<>();
    IntStream.rangeClosed(1, EntryForm.MOST_PARTS)
        .mapToObj(number -> get(TABLE.get(Key.trackEntryPart(entry.track(), entry.spot(), number))))
        .forEach(part -> part.ifPresent(there -> parts.add(there.attributes())));
    return parts;
  }
}
