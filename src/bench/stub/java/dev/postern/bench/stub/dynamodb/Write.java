package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import java.util.function.UnaryOperator;

/**
 * One write of one item, on a condition.
 *
 * @param change what stands there afterwards, of what stands there now, which may be null; null
 *     deletes
 * @param onlyChecks it never writes
 */
record Write(
    Table table, Key key, Check check, UnaryOperator<ObjectNode> change, boolean onlyChecks) {

  /**
   * A condition and what its placeholders stand for.
   *
   * @param givesOld where it fails, the answer says what stands there
   */
  record Check(Condition condition, Arguments arguments, boolean givesOld) {}

  /** What a write did. */
  record Done(ObjectNode before, ObjectNode after, double units) {}

  ObjectNode standing() {
    return table.get(key);
  }

  boolean holds() {
    ObjectNode standing = standing();
    return check.condition().holds(standing == null ? Json.object() : standing, check.arguments());
  }

  /** What a write whose condition fails consumes, and what a check does. */
  double unitsUnwritten() {
    return Table.units(standing());
  }

  Done apply() {
    ObjectNode before = standing();
    if (onlyChecks) {
      return new Done(before, before, unitsUnwritten());
    }
    ObjectNode after = change.apply(before);
    return new Done(before, after, table.write(key, before, after));
  }
}
