package dev.postern.observe;

import dev.postern.broker.Outbound;
import dev.postern.destination.Destination;
import dev.postern.destination.EventForm;
import dev.postern.destination.FingerprintForm;
import dev.postern.destination.Forms;
import dev.postern.destination.KeyPolicy;
import dev.postern.destination.Limits;
import dev.postern.destination.Numbering;
import dev.postern.destination.Offer;
import dev.postern.destination.OnDead;
import dev.postern.destination.Policy;
import dev.postern.destination.Retention;
import dev.postern.destination.Target;
import dev.postern.flow.Scheduler;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.KeyHash;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Stamp;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A destination, its messages, and time that passes only when a test says so. */
final class Given {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final ReplicaId REPLICA = new ReplicaId("0123456789abcdef0123");
  static final DestinationName NAME = new DestinationName("orders");

  /** Stands in payloads, keys and attributes, and must stand nowhere else. */
  static final String SECRET = "hush";

  private Given() {}

  static Destination destination() {
    return new Destination(
        NAME,
        Tenant.DEFAULT,
        new Target.SqsQueue("orders.fifo"),
        new Policy(
            new Offer(Guarantee.EXACTLY_ONCE, Set.of(Guarantee.EXACTLY_ONCE)),
            KeyPolicy.REQUIRED,
            new Forms(FingerprintForm.BYTES, EventForm.STRUCTURED),
            Numbering.NONE,
            OnDead.BLOCK),
        new Limits(
            256 * 1024,
            10,
            Duration.ofDays(14),
            4,
            new Retention(Duration.ofDays(1), Duration.ofDays(14))));
  }

  static MessageId id(String key) {
    return new MessageId(
        KeyHash.of(Tenant.DEFAULT, NAME, new IdempotencyKey(SECRET + key)), NOW.toEpochMilli());
  }

  static Message message(String group, String body) {
    return new Message(
        Tenant.DEFAULT,
        NAME,
        Optional.of(new GroupId(group)),
        new Content(
            new Bytes((SECRET + body).getBytes(StandardCharsets.UTF_8)),
            ContentType.JSON,
            new Attributes(Map.of("tier", new Attribute.Text(SECRET)))),
        Terms.of(Guarantee.EXACTLY_ONCE));
  }

  static Outbound outbound(String key, String group) {
    return Outbound.of(id(key), message(group, key), Stamp.NONE);
  }

  static Record record(String key, EntryId entry) {
    Message message = message("g", key);
    return new Record(
        id(key),
        message,
        new Record.Acceptance(message.fingerprint(), entry, NOW.plus(Duration.ofDays(1))));
  }

  /** One thread, whose tasks run when they are let. */
  static final class Time implements Scheduler {
    private record Task(long at, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks =
        new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long number;

    /** Lets happen what happens in this time. */
    void pass(Duration time) {
      long until = now + time.toNanos();
      while (!tasks.isEmpty() && tasks.peek().at() <= until) {
        Task next = tasks.remove();
        now = next.at();
        next.work().run();
      }
      now = until;
    }

    @Override
    public Instant now() {
      return NOW.plusNanos(now);
    }

    @Override
    public long ticks() {
      return now;
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(new Task(now, number++, task));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      Task later = new Task(now + delay.toNanos(), number++, task);
      tasks.add(later);
      return () -> tasks.remove(later);
    }

    @Override
    public RandomGenerator random() {
      return new Random(1);
    }
  }
}
