package dev.postern.local.aws.sns;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A topic, its subscriptions and, where it is FIFO, its sequence and what it has seen. Thread-safe:
 * publications to a FIFO topic go one call after the other, those to a standard topic side by side.
 */
final class Topic {
  private static final String CONTENT_BASED = "ContentBasedDeduplication";

  final String arn;
  final Map<String, String> attributes = new ConcurrentHashMap<>();
  final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Dedup dedup;
  private long sequence;

  Topic(String arn, Map<String, String> attributes, Clock clock) {
    this.arn = arn;
    this.attributes.putAll(attributes);
    this.dedup = new Dedup(clock);
  }

  boolean fifo() {
    return arn.endsWith(".fifo");
  }

  boolean contentBasedDeduplication() {
    return "true".equals(attributes.get(CONTENT_BASED));
  }

  /**
   * Publishes messages in their order; returns when every queue has them or has refused. One
   * outcome each, in the same order.
   */
  List<Outcome> publish(List<Publication> publications, Fanout fanout) {
    if (!fifo()) {
      return fanout.send(this, publications, Map.of());
    }
    synchronized (dedup) {
      return publishInOrder(publications, fanout);
    }
  }

  /** Under the lock: what was seen is answered as the first time, what is new is sent. */
  private List<Outcome> publishInOrder(List<Publication> publications, Fanout fanout) {
    Map<String, Publication> fresh = new LinkedHashMap<>();
    Map<String, String> sequenceNumbers = new LinkedHashMap<>();
    Map<String, Outcome> known = new LinkedHashMap<>();
    for (Publication publication : publications) {
      String dedupId = publication.dedupId().orElseThrow();
      Optional<Outcome> before = dedup.find(dedupId);
      if (before.isPresent()) {
        known.put(dedupId, before.get());
      } else if (fresh.putIfAbsent(dedupId, publication) == null) {
        sequence++;
        sequenceNumbers.put(publication.messageId(), String.format("1%019d", sequence));
      }
    }
    List<Publication> sent = List.copyOf(fresh.values());
    List<Outcome> outcomes = fanout.send(this, sent, sequenceNumbers);
    for (int i = 0; i < sent.size(); i++) {
      String dedupId = sent.get(i).dedupId().orElseThrow();
      known.put(dedupId, outcomes.get(i));
      if (outcomes.get(i).refused().isEmpty()) {
        dedup.remember(dedupId, outcomes.get(i));
      }
    }
    List<Outcome> all = new ArrayList<>();
    for (Publication publication : publications) {
      all.add(known.get(publication.dedupId().orElseThrow()).of(publication.entryId()));
    }
    return all;
  }
}
