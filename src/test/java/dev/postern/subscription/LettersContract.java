package dev.postern.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.Attribute;
import dev.postern.message.Bytes;
import dev.postern.message.GroupId;
import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Letters.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every store of a subscription's dead letters promises. */
public abstract class LettersContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final int MIB = 1024 * 1024;

  /** Whose letters these are; its name is fresh. */
  protected final SubscriptionName name =
      new SubscriptionName("s-" + UUID.randomUUID().toString().substring(0, 8));

  /** The store under test; letters of others may be in it. */
  protected abstract Letters letters();

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private Letter letter(String id, int second, String body, Map<String, Attribute> attributes) {
    return new Letter(
        name,
        new Inbound(new InboundId(id), Optional.of(new GroupId("g")), body, attributes, NOW),
        Poison.REJECTED,
        3,
        Optional.of(new Failure(OptionalInt.of(422), "no")),
        true,
        NOW.plusSeconds(second),
        NOW.plus(Duration.ofDays(14)));
  }

  private Letter letter(String id, int second) {
    return letter(id, second, "body of " + id, Map.of());
  }

  /** A letter as long as a message can be, whose parts begin amid characters. */
  protected Letter longest(String id, int second) {
    return letter(id, second, "x" + "€".repeat(MIB / 3), Map.of());
  }

  private void keep(Letter... all) {
    Arrays.stream(all).forEach(each -> get(letters().keep(each)));
  }

  /** Whether it is there, and is as it was. */
  private void assertKept(Letter letter) {
    assertThat(get(letters().find(name, letter.place()))).contains(letter);
  }

  private List<String> list(Direction direction, Optional<Letter.Place> after, int most) {
    return get(letters().list(name, direction, after, most)).stream()
        .map(each -> each.message().id().value())
        .toList();
  }

  /** The whole list, page by page. */
  private List<String> all(Direction direction, int most) {
    List<String> ids = new ArrayList<>();
    Optional<Letter.Place> after = Optional.empty();
    List<Letter> page = get(letters().list(name, direction, after, most));
    while (!page.isEmpty()) {
      page.forEach(each -> ids.add(each.message().id().value()));
      after = Optional.of(page.get(page.size() - 1).place());
      page = get(letters().list(name, direction, after, most));
    }
    return ids;
  }

  @Test
  void whatIsKeptIsFoundAsItWas() {
    Letter full =
        letter(
            "a#1",
            1,
            "{\"ü\":1}",
            Map.of(
                "text", new Attribute.Text("String.lang", "de"),
                "number", new Attribute.Numeric("1.50"),
                "bytes", new Attribute.Binary(new Bytes(new byte[] {0, -1}))));
    Letter bare =
        new Letter(
            name,
            new Inbound(new InboundId("b"), Optional.empty(), "", Map.of(), NOW),
            Poison.UNREADABLE,
            0,
            Optional.empty(),
            false,
            NOW,
            NOW.plusSeconds(1));
    keep(full, bare);
    assertKept(full);
    assertKept(bare);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(get(letters().find(name, letter("a", 1).place()))).isEmpty();
    assertThat(list(Direction.OLDEST_FIRST, Optional.empty(), 100)).isEmpty();
  }

  @Test
  void whatIsKeptAgainTakesThePlaceOfTheSame() {
    keep(letter("a", 1), letter("a", 1, "other", Map.of()));
    assertKept(letter("a", 1, "other", Map.of()));
    assertThat(list(Direction.OLDEST_FIRST, Optional.empty(), 100)).containsExactly("a");
  }

  @Test
  void aMessageAsLongAsCanBeIsKeptWhole() {
    Letter longest = longest("a", 1);
    keep(longest);
    assertKept(longest);
  }

  @Test
  void aMessageWithLongAttributesIsKeptWhole() {
    Letter letter =
        letter(
            "a",
            1,
            "b".repeat(100 * 1024),
            Map.of(
                "text", new Attribute.Text("€".repeat(200 * 1024)),
                "bytes", new Attribute.Binary("Binary.x", new Bytes(new byte[250 * 1024])),
                "short", new Attribute.Text("s")));
    keep(letter);
    assertKept(letter);
  }

  @Test
  void aListIsInTheOrderOfDeathAndGoesOnAfterAPlace() {
    Letter first = letter("z", 1);
    Letter second = letter("a", 2);
    Letter third = letter("b", 2);
    Letter fourth = letter("c", 3);
    keep(third, first, fourth, second);
    assertThat(list(Direction.OLDEST_FIRST, Optional.empty(), 100))
        .containsExactly("z", "a", "b", "c");
    assertThat(list(Direction.NEWEST_FIRST, Optional.empty(), 100))
        .containsExactly("c", "b", "a", "z");
    assertThat(list(Direction.OLDEST_FIRST, Optional.of(second.place()), 1)).containsExactly("b");
    assertThat(list(Direction.NEWEST_FIRST, Optional.of(second.place()), 5)).containsExactly("z");
    assertThat(list(Direction.OLDEST_FIRST, Optional.of(fourth.place()), 5)).isEmpty();
  }

  @Test
  void aListSaysOfEachAllButWhatIsLong() {
    Letter letter = letter("a", 1, "body", Map.of("k", new Attribute.Text("v")));
    keep(letter);
    Letter listed = get(letters().list(name, Direction.OLDEST_FIRST, Optional.empty(), 1)).get(0);
    assertThat(listed.place()).isEqualTo(letter.place());
    assertThat(listed).usingRecursiveComparison().ignoringFields("message.body").isEqualTo(letter);
  }

  @Test
  void aListOfLongMessagesComesToItsEnd() {
    for (int i = 1; i <= 7; i++) {
      keep(letter("m" + i, i, "b".repeat(280 * 1024), Map.of()));
    }
    assertThat(all(Direction.OLDEST_FIRST, 100))
        .containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "m7");
    assertThat(all(Direction.NEWEST_FIRST, 2))
        .containsExactly("m7", "m6", "m5", "m4", "m3", "m2", "m1");
  }

  @Test
  void partsOfALongMessageAreNotListed() {
    keep(longest("a", 1), letter("b", 2));
    assertThat(list(Direction.OLDEST_FIRST, Optional.empty(), 100)).containsExactly("a", "b");
  }

  @Test
  void whatIsRemovedIsGoneAndTheRestIsNot() {
    Letter gone = longest("a", 1);
    Letter later = longest("a", 2);
    Letter other = letter("b", 1);
    keep(gone, later, other);
    get(letters().remove(name, gone.place()));
    get(letters().remove(name, gone.place()));
    assertThat(get(letters().find(name, gone.place()))).isEmpty();
    assertThat(list(Direction.OLDEST_FIRST, Optional.empty(), 100)).containsExactly("b", "a");
    assertKept(later);
    assertKept(other);
  }
}
