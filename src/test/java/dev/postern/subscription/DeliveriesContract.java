package dev.postern.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Deliveries.Change;
import dev.postern.subscription.Deliveries.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of deliveries promises. */
public abstract class DeliveriesContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Delivery.State PROCESSING =
      new Delivery.Processing("q1", NOW.plusSeconds(30), Optional.of(Poison.REJECTED));
  private static final Delivery.State COMPLETED =
      new Delivery.Completed(Optional.of("{\"a\":\"ü\"}"));
  private static final Optional<Failure> FAILURE =
      Optional.of(new Failure(OptionalInt.of(503), "not now"));

  private final SubscriptionName name =
      new SubscriptionName("s-" + UUID.randomUUID().toString().substring(0, 8));

  /** The store under test; deliveries of others may be in it. */
  protected abstract Deliveries deliveries();

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private Delivery delivery(
      String id, long version, Delivery.State state, Optional<Failure> failure) {
    return new Delivery(
        name,
        new InboundId(id),
        version,
        (int) version,
        state,
        failure,
        NOW.plusMillis(version),
        NOW.plus(Duration.ofDays(15)));
  }

  private Delivery delivery(String id, long version) {
    return delivery(id, version, PROCESSING, FAILURE);
  }

  private static Change change(long seen, Delivery next) {
    return new Change(Optional.of(seen), next);
  }

  private List<Write> write(Change... changes) {
    return get(deliveries().write(List.of(changes)));
  }

  private Map<InboundId, Delivery> find(String... ids) {
    return get(deliveries().find(name, Arrays.stream(ids).map(InboundId::new).toList()));
  }

  private Optional<Delivery> found(String id) {
    return Optional.ofNullable(find(id).get(new InboundId(id)));
  }

  @Test
  void whatIsWrittenIsFoundAsItWas() {
    List<Delivery> all =
        List.of(
            delivery("a", 1),
            delivery(
                "b",
                1,
                new Delivery.Processing("q", Instant.EPOCH, Optional.empty()),
                Optional.of(Failure.of(""))),
            delivery("c", 1, COMPLETED, Optional.empty()),
            delivery("d", 1, new Delivery.Completed(Optional.empty()), FAILURE),
            delivery(
                "e",
                1,
                new Delivery.Dead(Poison.DELIVERIES_EXHAUSTED, NOW, Optional.of("receipt"), false),
                FAILURE),
            delivery(
                "f", 1, new Delivery.Dead(Poison.UNREADABLE, NOW, Optional.empty(), true), FAILURE),
            delivery("g", 1, new Delivery.Dropped(NOW), Optional.empty()));
    assertThat(get(deliveries().write(all.stream().map(Change::first).toList())))
        .hasSize(all.size())
        .containsOnly(Write.WRITTEN);
    assertThat(find("a", "b", "c", "d", "e", "f", "g").values())
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    write(Change.first(delivery("a", 1)));
    assertThat(find("a", "b")).containsOnlyKeys(new InboundId("a"));
    assertThat(find("b")).isEmpty();
    assertThat(find()).isEmpty();
    assertThat(get(deliveries().write(List.of()))).isEmpty();
  }

  @Test
  void anIdMayHaveAnyCharacters() {
    String odd = "a#b\"c'd/é?\u20ac";
    write(Change.first(delivery(odd, 1)));
    assertThat(write(change(1, delivery(odd, 2)))).containsExactly(Write.WRITTEN);
    assertThat(found(odd)).contains(delivery(odd, 2));
  }

  @Test
  void anotherSubscriptionsDeliveryIsAnother() {
    write(Change.first(delivery("a", 1)));
    assertThat(get(deliveries().find(new SubscriptionName("other"), List.of(new InboundId("a")))))
        .isEmpty();
  }

  @Test
  void theFirstIsWrittenOnce() {
    Delivery first = delivery("a", 1);
    Delivery other = delivery("a", 1, COMPLETED, Optional.empty());
    assertThat(write(Change.first(first))).containsExactly(Write.WRITTEN);
    assertThat(write(Change.first(other))).containsExactly(Write.CONFLICT);
    assertThat(found("a")).contains(first);
  }

  @Test
  void aChangeTakesThePlaceOfWhatItIsAChangeOf() {
    Delivery second = delivery("a", 2, COMPLETED, Optional.empty());
    Delivery third =
        delivery("a", 3, new Delivery.Dead(Poison.REJECTED, NOW, Optional.of("r"), false), FAILURE);
    Delivery fourth = delivery("a", 4, new Delivery.Dropped(NOW), Optional.empty());
    write(Change.first(delivery("a", 1)));
    for (Delivery next : List.of(second, third, fourth)) {
      assertThat(write(change(next.version() - 1, next))).containsExactly(Write.WRITTEN);
      assertThat(found("a")).contains(next);
    }
  }

  @Test
  void aChangeOfWhatHasChangedSinceIsNotMade() {
    write(Change.first(delivery("a", 1)));
    write(change(1, delivery("a", 2)));
    Delivery late = delivery("a", 2, COMPLETED, Optional.empty());
    assertThat(write(change(1, late))).containsExactly(Write.CONFLICT);
    assertThat(found("a")).contains(delivery("a", 2));
  }

  @Test
  void aChangeOfWhatIsNotThereIsNotMade() {
    assertThat(write(change(1, delivery("a", 2)))).containsExactly(Write.CONFLICT);
    assertThat(found("a")).isEmpty();
  }

  @Test
  void oneThatIsNotMadeDoesNotHinderTheOthers() {
    write(Change.first(delivery("a", 1)), Change.first(delivery("b", 1)));
    write(Change.first(delivery("e", 1)));
    assertThat(
            write(
                Change.first(delivery("a", 1)),
                change(7, delivery("b", 8)),
                change(1, delivery("c", 2)),
                Change.first(delivery("d", 1)),
                change(1, delivery("e", 2))))
        .containsExactly(
            Write.CONFLICT, Write.CONFLICT, Write.CONFLICT, Write.WRITTEN, Write.WRITTEN);
    assertThat(find("a", "b", "c", "d", "e").values())
        .containsExactlyInAnyOrder(
            delivery("a", 1), delivery("b", 1), delivery("d", 1), delivery("e", 2));
  }

  @Test
  void oneCallWritesTwentyFiveAndReadsAHundred() {
    for (int from = 0; from < Deliveries.MOST_READS; from += Deliveries.MOST_WRITES) {
      List<Change> some =
          IntStream.range(from, from + Deliveries.MOST_WRITES)
              .mapToObj(i -> Change.first(delivery("m" + i, 1)))
              .toList();
      assertThat(get(deliveries().write(some))).containsOnly(Write.WRITTEN);
    }
    String[] all =
        IntStream.range(0, Deliveries.MOST_READS).mapToObj(i -> "m" + i).toArray(String[]::new);
    assertThat(find(all)).hasSize(Deliveries.MOST_READS);
  }
}
