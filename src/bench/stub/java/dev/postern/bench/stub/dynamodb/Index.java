package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A sparse global index of keys only: items that have both of its attributes are in it. */
final class Index {
  /** Where an item stands in a partition of the index. */
  record Place(JsonNode range, Key key) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::range, Value::compare).thenComparing(Place::key);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final String name;
  private final KeySchema schema;
  private final Map<String, NavigableMap<Place, ObjectNode>> partitions = new HashMap<>();

  Index(String name, KeySchema schema) {
    this.name = name;
    this.schema = schema;
  }

  String name() {
    return name;
  }

  KeySchema schema() {
    return schema;
  }

  NavigableMap<Place, ObjectNode> partition(String hash) {
    return partitions.getOrDefault(hash, new TreeMap<>());
  }

  int size() {
    return partitions.values().stream().mapToInt(Map::size).sum();
  }

  private boolean has(ObjectNode item) {
    return item != null && item.has(schema.hash()) && item.has(schema.range());
  }

  private Place place(Key key, ObjectNode item) {
    return new Place(item.get(schema.range()), key);
  }

  /**
   * Follows a write of the table.
   *
   * @return the write units that it consumes here: none where keys did not change
   */
  double follow(Key key, ObjectNode before, ObjectNode after) {
    boolean was = has(before);
    boolean is = has(after);
    if (was
        && is
        && before.get(schema.hash()).equals(after.get(schema.hash()))
        && before.get(schema.range()).equals(after.get(schema.range()))) {
      partition(Value.text(after.get(schema.hash()))).put(place(key, after), after);
      return 0;
    }
    if (was) {
      String hash = Value.text(before.get(schema.hash()));
      NavigableMap<Place, ObjectNode> partition = partition(hash);
      partition.remove(place(key, before));
      if (partition.isEmpty()) {
        partitions.remove(hash);
      }
    }
    if (is) {
      partitions
          .computeIfAbsent(Value.text(after.get(schema.hash())), fresh -> new TreeMap<>())
          .put(place(key, after), after);
    }
    return (was ? 1 : 0) + (is ? 1 : 0);
  }
}
