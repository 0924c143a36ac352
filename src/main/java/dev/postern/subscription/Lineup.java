package dev.postern.subscription;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was received and is not handed over yet, in the order in which it may be.
 *
 * <p>Where messages have an order, those of one key stand in a row, of which one at a time is out;
 * SQS gives several of a group at once. All others stand side by side. Not thread-safe.
 */
final class Lineup {
  /**
   * A message that was received.
   *
   * @param since the ticks at which it was hidden last
   */
  record Held(Arrival arrival, Optional<String> key, long since) {
    Held hiddenAt(long ticks) {
      return new Held(arrival, key, ticks);
    }
  }

  /** Those of one key. */
  private static final class Row {
    final Deque<Held> waiting = new ArrayDeque<>();
    String out;
    long outUntil;
  }

  /** Those that may be handed over; a row's are there one at a time. */
  private final Deque<Held> next = new ArrayDeque<>();

  private final Map<String, Row> rows = new HashMap<>();
  private int held;

  /** How many there are. */
  int size() {
    return held;
  }

  /** Is nothing here, and nothing out that others would have to wait for? */
  boolean isEmpty() {
    return held == 0 && rows.isEmpty();
  }

  void add(Held arrived) {
    held++;
    if (arrived.key().isEmpty()) {
      next.add(arrived);
      return;
    }
    Row row = rows.get(arrived.key().get());
    if (row == null) {
      rows.put(arrived.key().get(), new Row());
      next.add(arrived);
    } else {
      row.waiting.add(arrived);
    }
  }

  /** The one that is handed over next, left where it is. */
  Optional<Held> peek() {
    return Optional.ofNullable(next.peek());
  }

  /** Takes that one out; until it is done with nothing else of its key is. */
  Held take(long until) {
    Held taken = next.remove();
    held--;
    taken
        .key()
        .ifPresent(
            key -> {
              Row row = rows.get(key);
              row.out = taken.arrival().queueId();
              row.outUntil = until;
            });
    return taken;
  }

  /** The one that is out of that key stays out for longer. */
  void stays(String key, String queueId, long until) {
    Row row = rows.get(key);
    if (row != null && queueId.equals(row.out)) {
      row.outUntil = until;
    }
  }

  /** The one that is out has left the queue: the next of its key may go. */
  void done(String key, String queueId) {
    Row row = rows.get(key);
    if (row == null || !queueId.equals(row.out)) {
      return;
    }
    row.out = null;
    Held follower = row.waiting.poll();
    if (follower == null) {
      rows.remove(key);
    } else {
      next.add(follower);
    }
  }

  /**
   * The one that is out comes again.
   *
   * @return those behind it, which have to be put back so that they come after it
   */
  List<Held> failed(String key, String queueId) {
    Row row = rows.get(key);
    if (row == null || !queueId.equals(row.out)) {
      return List.of();
    }
    rows.remove(key);
    held -= row.waiting.size();
    return List.copyOf(row.waiting);
  }

  /** Takes out those behind the one that is out, which stays out. */
  List<Held> behind(String key) {
    Row row = rows.get(key);
    if (row == null) {
      return List.of();
    }
    List<Held> all = List.copyOf(row.waiting);
    row.waiting.clear();
    held -= all.size();
    return all;
  }

  /** Those behind ones that have been out for too long to be theirs any more. */
  List<Held> overdue(long now) {
    List<Held> all = new ArrayList<>();
    for (Map.Entry<String, Row> each : List.copyOf(rows.entrySet())) {
      Row row = each.getValue();
      if (row.out != null && now - row.outUntil >= 0) {
        all.addAll(failed(each.getKey(), row.out));
      }
    }
    return all;
  }

  /** Takes out those that could have been handed over since then and were not, with their rows. */
  List<Held> stale(long hiddenBefore) {
    List<Held> all = new ArrayList<>();
    for (Iterator<Held> each = next.iterator(); each.hasNext(); ) {
      Held waiting = each.next();
      if (waiting.since() - hiddenBefore < 0) {
        each.remove();
        all.add(waiting);
        waiting.key().ifPresent(key -> all.addAll(rows.remove(key).waiting));
      }
    }
    held -= all.size();
    return all;
  }

  /** Takes out everything. */
  List<Held> clear() {
    List<Held> all = new ArrayList<>(next);
    rows.values().forEach(row -> all.addAll(row.waiting));
    next.clear();
    rows.clear();
    held = 0;
    return all;
  }

  /** Those behind others that were hidden before then; they are now taken to be hidden anew. */
  List<Held> hiddenAnew(long hiddenBefore, long now) {
    List<Held> all = new ArrayList<>();
    for (Row row : rows.values()) {
      for (int i = row.waiting.size(); i > 0; i--) {
        Held waiting = row.waiting.remove();
        boolean old = waiting.since() - hiddenBefore < 0;
        row.waiting.add(old ? waiting.hiddenAt(now) : waiting);
        if (old) {
          all.add(waiting);
        }
      }
    }
    return all;
  }
}
