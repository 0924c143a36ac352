package dev.postern.model;

import dev.postern.message.GroupId;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One queue, as SQS keeps it, but that nothing on it ever runs out.
 *
 * <p>Where SQS leaves something open, chance decides: in which order a standard queue and the
 * groups of a FIFO queue are received from, how many of those that there are come with one call,
 * and whether a standard queue deletes by a receipt that is not the last.
 */
final class ModelQueue {
  /** A message on it, or one that was. */
  private static final class Held {
    final Inbound message;
    final String queueId;
    Instant hiddenUntil;
    Instant receivedAt = Instant.EPOCH;
    Optional<String> receipt = Optional.empty();
    int receiveCount;
    boolean deleted;

    Held(Inbound message, String queueId) {
      this.message = message;
      this.queueId = queueId;
      this.hiddenUntil = message.sentAt();
    }

    boolean isHidden(Instant now) {
      return hiddenUntil.isAfter(now);
    }

    boolean isLast(String other) {
      return receipt.equals(Optional.of(other));
    }
  }

  private final String name;
  private final RandomGenerator random;
  private final List<Held> held = new ArrayList<>();
  private final Map<String, Held> receipts = new HashMap<>();
  private final Map<String, Instant> remembered = new HashMap<>();
  private Optional<Inbox.Redrive> redrive = Optional.empty();

  ModelQueue(String name, RandomGenerator random) {
    this.name = name;
    this.random = random;
  }

  private boolean isFifo() {
    return name.endsWith(".fifo");
  }

  void redrive(Inbox.Redrive policy) {
    redrive = Optional.of(policy);
  }

  /** Takes a message in, unless this deduplication id was seen in the last five minutes. */
  void take(Inbound message, Optional<String> deduplicationId) {
    if (isFifo() && message.group().isEmpty()) {
      throw new IllegalArgumentException("a message on a FIFO queue must have a group");
    }
    Instant now = message.sentAt();
    if (isFifo() && deduplicationId.isPresent()) {
      Instant before = remembered.getOrDefault(deduplicationId.get(), Instant.MIN);
      if (before.isAfter(now.minus(ModelQueues.MEMORY))) {
        return;
      }
      remembered.put(deduplicationId.get(), now);
    }
    held.add(new Held(message, name + "-" + (held.size() + 1)));
  }

  private Stream<Held> present() {
    return held.stream().filter(each -> !each.deleted);
  }

  List<Inbound> left() {
    return present().map(each -> each.message).toList();
  }

  List<Inbound> all() {
    return held.stream().map(each -> each.message).toList();
  }

  /** What was received as often as the queue's own policy allows leaves it for good. */
  List<Inbound> redriven(Instant now) {
    List<Held> gone =
        present()
            .filter(each -> !each.isHidden(now))
            .filter(
                each -> redrive.filter(by -> each.receiveCount >= by.maxReceiveCount()).isPresent())
            .toList();
    gone.forEach(each -> each.deleted = true);
    return gone.stream().map(each -> each.message).toList();
  }

  List<Arrival> receive(int most, Duration hidden, Instant now) {
    List<Held> there = isFifo() ? inOrderOfGroups(now) : inAnyOrder(now);
    int bound = Math.min(most, there.size());
    int some = bound == 0 ? 0 : 1 + random.nextInt(bound);
    return there.subList(0, some).stream().map(each -> arrive(each, hidden, now)).toList();
  }

  private List<Held> inAnyOrder(Instant now) {
    return shuffled(present().filter(each -> !each.isHidden(now)).toList());
  }

  /** A group none of whose messages is in flight comes from its first message on. */
  private List<Held> inOrderOfGroups(Instant now) {
    Map<GroupId, List<Held>> groups = new LinkedHashMap<>();
    Set<GroupId> locked = new HashSet<>();
    present()
        .forEach(
            each -> {
              GroupId group = each.message.group().orElseThrow();
              groups.computeIfAbsent(group, any -> new ArrayList<>()).add(each);
              if (each.isHidden(now)) {
                locked.add(group);
              }
            });
    groups.keySet().removeAll(locked);
    return shuffled(List.copyOf(groups.values())).stream().flatMap(List::stream).toList();
  }

  private <T> List<T> shuffled(List<T> inOrder) {
    List<T> all = new ArrayList<>(inOrder);
    for (int last = all.size() - 1; last > 0; last--) {
      Collections.swap(all, last, random.nextInt(last + 1));
    }
    return all;
  }

  private Arrival arrive(Held each, Duration hidden, Instant now) {
    each.receiveCount++;
    each.receivedAt = now;
    each.hiddenUntil = now.plus(hidden);
    String receipt = each.queueId + "/" + each.receiveCount;
    each.receipt = Optional.of(receipt);
    receipts.put(receipt, each);
    return new Arrival(each.message, each.queueId, receipt, each.receiveCount, Optional.empty());
  }

  Inbox.Done delete(String receipt, Instant now) {
    Held each = receipts.get(receipt);
    if (each == null) {
      return Inbox.Done.GONE;
    }
    if (isFifo()) {
      if (!each.isLast(receipt) || (!each.deleted && !each.isHidden(now))) {
        return Inbox.Done.GONE;
      }
      each.deleted = true;
    } else {
      each.deleted |= each.isLast(receipt) || random.nextBoolean();
    }
    return Inbox.Done.DONE;
  }

  Inbox.Done hide(Inbox.Hiding hiding, Instant now) {
    Held each = receipts.get(hiding.receipt());
    if (each == null || each.deleted || !each.isLast(hiding.receipt()) || !each.isHidden(now)) {
      return Inbox.Done.GONE;
    }
    Instant until = now.plus(hiding.time());
    if (until.isAfter(each.receivedAt.plus(Inbox.LONGEST_HIDING))) {
      return Inbox.Done.UNKNOWN;
    }
    each.hiddenUntil = until;
    return Inbox.Done.DONE;
  }

  /** Puts every copy of it that was received before on the queue again. */
  void deliverAgain(InboundId message, Instant now) {
    if (isFifo()) {
      throw new IllegalArgumentException("a FIFO queue delivers nothing again that was deleted");
    }
    held.stream()
        .filter(each -> each.message.id().equals(message) && each.receiveCount > 0)
        .forEach(
            each -> {
              each.deleted = false;
              each.hiddenUntil = now;
            });
  }

  Inbox.QueueState state(Instant now) {
    long inFlight = present().filter(each -> each.isHidden(now)).count();
    return new Inbox.QueueState(present().count() - inFlight, inFlight, 0, redrive);
  }
}
