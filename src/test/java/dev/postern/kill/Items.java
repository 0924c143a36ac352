package dev.postern.kill;

import dev.postern.testing.EmbeddedAws;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What stands in the table, by the bytes that DynamoDB bills. */
final class Items implements AutoCloseable {
  private static final int UNIT = 1024;
  private static final int SHARDS = 8;
  private static final int TOGETHER = 25;

  private final String table;
  private final DynamoDbAsyncClient dynamoDb = EmbeddedAws.dynamoDb();

  Items(String table) {
    this.table = table;
  }

  /**
   * Write units that the items as they are stand for.
   *
   * @param records all of them, each inserted once
   * @param journal all of its entries, each inserted once
   * @param entries how many there are
   * @param settled what all entries, as large as they are now, would cost to write once
   */
  record Units(long records, long journal, long entries, long settled) {
    Units minus(Units before) {
      return new Units(
          records - before.records,
          journal - before.journal,
          entries - before.entries,
          settled - before.settled);
    }

    /** What one update of an entry costs, billed by its larger size. */
    double ofSettle() {
      return (double) settled / entries;
    }
  }

  Units units() {
    long records = 0;
    long journal = 0;
    long entries = 0;
    long settled = 0;
    for (Map<String, AttributeValue> item : scan()) {
      String pk = item.get("pk").s();
      if (pk.startsWith("rec#")) {
        records += units(item);
      } else if (pk.startsWith("jrn#")) {
        entries++;
        settled += units(item);
        Map<String, AttributeValue> asOpened = new HashMap<>(item);
        asOpened.put("pr", AttributeValue.fromM(Map.of()));
        journal += units(asOpened);
      }
    }
    return new Units(records, journal, entries, settled);
  }

  private static long units(Map<String, AttributeValue> item) {
    return (size(item) + UNIT - 1) / UNIT;
  }

  /** As DynamoDB counts: names and values in UTF-8, three bytes a map or list, one an element. */
  private static long size(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToLong(each -> each.getKey().length() + size(each.getValue()))
        .sum();
  }

  private static long size(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s().getBytes(StandardCharsets.UTF_8).length;
      case N -> value.n().length() / 2 + 2;
      case B -> value.b().asByteArrayUnsafe().length;
      case M -> 3 + size(value.m()) + value.m().size();
      case L -> 3 + value.l().stream().mapToLong(each -> 1 + size(each)).sum();
      default -> 1;
    };
  }

  private List<Map<String, AttributeValue>> scan() {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    Map<String, AttributeValue> from = null;
    do {
      Map<String, AttributeValue> start = from;
      ScanResponse page =
          dynamoDb.scan(scan -> scan.tableName(table).exclusiveStartKey(start)).join();
      items.addAll(page.items());
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (from != null);
    return items;
  }

  /** Writes so many settled records and the journal entries of one who is long gone. */
  void fill(int records) throws InterruptedException {
    Random random = new Random(5);
    Semaphore places = new Semaphore(16);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int n = 0; n < records; n += TOGETHER - 1) {
      List<WriteRequest> batch = new ArrayList<>();
      batch.add(put("jrn#00000000000000000000#" + n % SHARDS, String.format("%019d", n)));
      for (int i = 1; i < TOGETHER; i++) {
        batch.add(put("rec#old-" + Long.toHexString(random.nextLong()), "rec"));
      }
      places.acquire();
      writes.add(
          dynamoDb
              .batchWriteItem(write -> write.requestItems(Map.of(table, batch)))
              .whenComplete((done, failure) -> places.release()));
    }
    writes.forEach(CompletableFuture::join);
  }

  private static WriteRequest put(String pk, String sk) {
    return WriteRequest.builder()
        .putRequest(
            put ->
                put.item(
                    Map.of(
                        "pk", AttributeValue.fromS(pk),
                        "sk", AttributeValue.fromS(sk),
                        "pl", AttributeValue.fromS("x".repeat(100)))))
        .build();
  }

  /** The ids of the replicas in the list. */
  List<String> replicas() {
    return query("replicas").stream().map(item -> item.get("sk").s()).toList();
  }

  private List<Map<String, AttributeValue>> query(String pk) {
    QueryResponse page =
        dynamoDb
            .query(
                query ->
                    query
                        .tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk))))
            .join();
    return page.items();
  }

  /** How the messages that a replica accepted fare: when each was published, if it was. */
  List<OptionalLong> fates(String replica) {
    List<OptionalLong> fates = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      for (Map<String, AttributeValue> entry : query("jrn#" + replica + "#" + shard)) {
        List<AttributeValue> ids = entry.get("ids").l();
        for (int place = 0; place < ids.size(); place++) {
          Optional<AttributeValue> progress =
              Optional.ofNullable(entry.get("pr").m().get(Integer.toString(place)));
          record(ids.get(place).s()).ifPresent(record -> fates.add(fate(record, progress)));
        }
      }
    }
    return fates;
  }

  private Optional<Map<String, AttributeValue>> record(String id) {
    return Optional.of(EmbeddedAws.record(dynamoDb, table, id)).filter(item -> !item.isEmpty());
  }

  private static OptionalLong fate(
      Map<String, AttributeValue> record, Optional<AttributeValue> progress) {
    return Stream.concat(Stream.ofNullable(record.get("oc")), progress.stream())
        .map(AttributeValue::m)
        .filter(outcome -> outcome.get("s").s().equals("p"))
        .mapToLong(outcome -> Long.parseLong(outcome.get("t").n()))
        .findFirst();
  }

  /**
   * Is any lane of the destination found in the index? A scan of a full table would slow it down.
   */
  boolean anyLaneWaits(String destination) {
    return Stream.of("#0", "#1", "#2", "#3")
        .anyMatch(
            shard ->
                dynamoDb
                        .query(
                            query ->
                                query
                                    .tableName(table)
                                    .indexName("due")
                                    .limit(1)
                                    .keyConditionExpression("dueShard = :shard")
                                    .expressionAttributeValues(
                                        Map.of(
                                            ":shard", AttributeValue.fromS(destination + shard))))
                        .join()
                        .count()
                    > 0);
  }

  @Override
  public void close() {
    dynamoDb.close();
  }
}
