package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Refusal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The items of a table, its indexes, and what writing to it consumes. */
final class Table {
  private static final int MOST_BYTES = 400 * 1024;
  private static final int WRITE_UNIT = 1024;
  private static final int PATTERNS = 100;

  private final JsonNode description;
  private final KeySchema schema;
  private final List<Index> indexes;
  private final Map<String, NavigableMap<String, ObjectNode>> partitions = new HashMap<>();
  private String ttl = "";

  Table(JsonNode description, KeySchema schema, List<Index> indexes) {
    this.description = description;
    this.schema = schema;
    this.indexes = indexes;
  }

  JsonNode description() {
    return description;
  }

  String name() {
    return description.get("TableName").textValue();
  }

  KeySchema schema() {
    return schema;
  }

  /** The attribute by which items expire; empty: none. Nothing is ever deleted by it. */
  String ttl() {
    return ttl;
  }

  void expireBy(String attribute) {
    ttl = attribute;
  }

  Index index(String name) {
    return indexes.stream()
        .filter(index -> index.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal("ValidationException", "no index " + name));
  }

  /** The item; null where there is none. */
  ObjectNode get(Key key) {
    return partition(key.hash()).get(key.range());
  }

  NavigableMap<String, ObjectNode> partition(String hash) {
    return partitions.getOrDefault(hash, Collections.emptyNavigableMap());
  }

  /**
   * Writes, or deletes where the item afterwards is null.
   *
   * @return the write units consumed
   */
  double write(Key key, ObjectNode before, ObjectNode after) {
    if (after != null) {
      if (!schema.of(after, false).equals(key)) {
        throw new Refusal("ValidationException", "an update must not change the key");
      }
      partitions.computeIfAbsent(key.hash(), fresh -> new TreeMap<>()).put(key.range(), after);
    } else if (before != null) {
      partitions.get(key.hash()).remove(key.range());
      if (partitions.get(key.hash()).isEmpty()) {
        partitions.remove(key.hash());
      }
    }
    double units = Math.max(units(before), units(after));
    for (Index index : indexes) {
      units += index.follow(key, before, after);
    }
    return units;
  }

  /** Of the larger of before and after; nothing that is there counts as one. */
  static double units(ObjectNode item) {
    if (item == null) {
      return 1;
    }
    int size = Value.size(item);
    if (size > MOST_BYTES) {
      throw new Refusal("ValidationException", "Item size has exceeded the maximum allowed size");
    }
    return Math.max(1, (size + WRITE_UNIT - 1) / WRITE_UNIT);
  }

  /** Deletes all whose hash key begins so, at no cost. */
  int clear(String prefix) {
    int cleared = 0;
    for (Iterator<Map.Entry<String, NavigableMap<String, ObjectNode>>> each =
            partitions.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<String, NavigableMap<String, ObjectNode>> partition = each.next();
      if (partition.getKey().startsWith(prefix)) {
        partition.getValue().forEach(this::unindex);
        cleared += partition.getValue().size();
        each.remove();
      }
    }
    return cleared;
  }

  private void unindex(String range, ObjectNode item) {
    Key key = schema.of(item, false);
    indexes.forEach(index -> index.follow(key, item, null));
  }

  /** Adds copies of what begins so under keys of their own, at no cost. */
  void fill(String prefix, int count) {
    List<ObjectNode> patterns =
        partitions.entrySet().stream()
            .filter(partition -> partition.getKey().startsWith(prefix))
            .limit(PATTERNS)
            .map(partition -> partition.getValue().firstEntry().getValue())
            .toList();
    if (patterns.isEmpty()) {
      throw new Refusal("ValidationException", "nothing to copy begins with " + prefix);
    }
    for (int i = 0; i < count; i++) {
      ObjectNode copy = patterns.get(i % patterns.size()).objectNode();
      copy.setAll(patterns.get(i % patterns.size()));
      copy.putObject(schema.hash()).put("S", prefix + "copy" + i + "#0");
      Key key = schema.of(copy, false);
      write(key, get(key), copy);
    }
  }

  /** How many items are in its indexes. */
  int indexed() {
    return indexes.stream().mapToInt(Index::size).sum();
  }

  int count(String prefix) {
    return partitions.entrySet().stream()
        .filter(partition -> partition.getKey().startsWith(prefix))
        .mapToInt(partition -> partition.getValue().size())
        .sum();
  }
}
