package dev.postern.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.Attribute;
import dev.postern.message.Bytes;
import dev.postern.message.GroupId;
import dev.postern.message.SubscriptionName;
import dev.postern.order.Tracks.Change;
import dev.postern.order.Tracks.Passed;
import dev.postern.order.Tracks.View;
import dev.postern.order.Tracks.Write;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Poison;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of tracks promises. */
public abstract class TracksContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final int MIB = 1024 * 1024;
  private static final Track.Out OUT = new Track.Out(3, "process", NOW.plusSeconds(30));

  /** Whose tracks these are; its name is fresh. */
  protected final SubscriptionName name =
      new SubscriptionName("s-" + UUID.randomUUID().toString().substring(0, 8));

  /** The track that most tests are of. */
  protected final TrackId id = id("group");

  /** The store under test; tracks of others may be in it. */
  protected abstract Tracks tracks();

  protected static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private TrackId id(String key) {
    return new TrackId(name, key);
  }

  /** A track of which every field says something, but that it lacks nothing. */
  protected final Track full(TrackId track, long version) {
    return new Track(
        track,
        version,
        new Track.Numbers(5, 9, 7),
        new Track.Turns(3, 2, 4, Optional.of(OUT)),
        Optional.empty(),
        Optional.of(NOW.plusMillis(version)));
  }

  /** A track that lacks something. */
  private Track lacking(TrackId track, long version, Instant due) {
    return full(track, version).lacking(8, NOW.minusSeconds(1), due);
  }

  /** A track with nothing to be done. */
  private Track bare(TrackId track, long version) {
    return new Track(
        track,
        version,
        new Track.Numbers(1, 0, 0),
        new Track.Turns(0, 0, 0, Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  protected static Change first(Track next) {
    return new Change(Track.start(next.id()), next);
  }

  private List<Write> write(Change... changes) {
    return get(tracks().write(List.of(changes)));
  }

  private void written(Track... all) {
    assertThat(write(Arrays.stream(all).map(TracksContract::first).toArray(Change[]::new)))
        .hasSize(all.length)
        .containsOnly(Write.WRITTEN);
  }

  private Optional<Track> found(TrackId track) {
    return Optional.ofNullable(get(tracks().find(List.of(track))).get(track));
  }

  private static Inbound message(String id, String body) {
    return new Inbound(new InboundId(id), Optional.of(new GroupId("group")), body, Map.of(), NOW);
  }

  private Entry entry(Spot spot, Inbound message) {
    return new Entry(id, spot, message, "queue id", Optional.empty());
  }

  protected final Entry entry(long number, String message) {
    return entry(new Spot.Numbered(number), message(message, "body of " + message));
  }

  private Entry back(String spot) {
    return entry(new Spot.Back(spot), message(spot, "body of " + spot));
  }

  /** An entry as long as can be, whose parts begin amid characters. */
  protected Entry longest(long number, String message) {
    return entry(new Spot.Numbered(number), message(message, "x" + "€".repeat(MIB / 3)));
  }

  protected final List<InboundId> keep(Entry... entries) {
    return get(tracks().keep(List.of(entries)));
  }

  private void kept(Entry... entries) {
    assertThat(keep(entries))
        .containsExactlyElementsOf(
            Arrays.stream(entries).map(entry -> entry.message().id()).toList());
  }

  private void remove(Entry... entries) {
    get(tracks().remove(Arrays.stream(entries).map(Entry::ref).toList()));
  }

  private View look() {
    return get(tracks().look(id));
  }

  private Optional<Entry> waiting() {
    return look().first();
  }

  private boolean isPassed(long number) {
    return get(tracks().isPassed(id, number));
  }

  private List<TrackId> due(int shard, Instant by, int most) {
    return get(tracks().due(name, shard, by, most));
  }

  private List<TrackId> lacking(Instant by, int most) {
    return get(tracks().lacking(name, by, most));
  }

  @Test
  void whatIsWrittenIsFoundAsItWas() {
    List<Track> all =
        List.of(
            full(id("a"), 1),
            lacking(id("b"), 0, NOW),
            bare(id("c"), 1),
            new Track(
                id("d"),
                1,
                new Track.Numbers(Long.MAX_VALUE, 2, 3),
                new Track.Turns(1, 0, 1, Optional.of(new Track.Out(1, "", Instant.EPOCH))),
                Optional.of(new Track.Gap(Long.MAX_VALUE, Instant.EPOCH)),
                Optional.empty()));
    written(all.toArray(Track[]::new));
    assertThat(get(tracks().find(all.stream().map(Track::id).toList())).values())
        .containsExactlyInAnyOrderElementsOf(all);
    for (Track each : all) {
      assertThat(get(tracks().look(each.id())))
          .isEqualTo(new View(Optional.of(each), Optional.empty()));
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    written(full(id, 1));
    TrackId other = id("other");
    assertThat(get(tracks().find(List.of(id, other, id)))).containsOnlyKeys(id);
    assertThat(found(other)).isEmpty();
    assertThat(get(tracks().look(other))).isEqualTo(new View(Optional.empty(), Optional.empty()));
    assertThat(get(tracks().find(List.of()))).isEmpty();
    assertThat(get(tracks().write(List.of()))).isEmpty();
    assertThat(get(tracks().keep(List.of()))).isEmpty();
    get(tracks().remove(List.of()));
  }

  @Test
  void aKeyMayHaveAnyCharactersOrNone() {
    String all =
        IntStream.rangeClosed(0x21, 0x7e)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    for (String key : List.of(all, "#", "a#b#", "#1", "a b'c\"ü€", "")) {
      TrackId odd = id(key);
      Entry entry =
          new Entry(odd, new Spot.Back("x#1#"), message("m#", "b"), "q", Optional.empty());
      written(full(odd, 1));
      kept(entry);
      assertThat(get(tracks().look(odd)))
          .isEqualTo(new View(Optional.of(full(odd, 1)), Optional.of(entry)));
      assertThat(due(odd.dueShard(), NOW.plusSeconds(1), 100)).contains(odd);
      assertThat(
              get(tracks().passBy(new Change(full(odd, 1), full(odd, 2)), new Passed(1, 3, NOW))))
          .isEqualTo(Write.WRITTEN);
      assertThat(get(tracks().isPassed(odd, 2))).isTrue();
      get(tracks().remove(List.of(entry.ref())));
      assertThat(get(tracks().look(odd)).first()).isEmpty();
    }
  }

  @Test
  void anotherSubscriptionsTrackIsAnother() {
    TrackId others = new TrackId(new SubscriptionName(name.value() + "-"), id.key());
    written(full(id, 1), lacking(id("b"), 0, NOW));
    kept(entry(1, "a"));
    assertThat(found(others)).isEmpty();
    assertThat(get(tracks().look(others))).isEqualTo(new View(Optional.empty(), Optional.empty()));
    assertThat(get(tracks().due(others.subscription(), id.dueShard(), NOW.plusSeconds(9), 100)))
        .isEmpty();
    assertThat(get(tracks().lacking(others.subscription(), NOW.plusSeconds(9), 100))).isEmpty();
  }

  @Test
  void theFirstIsWrittenOnce() {
    written(full(id, 1));
    assertThat(write(first(bare(id, 1)))).containsExactly(Write.CONFLICT);
    assertThat(found(id)).contains(full(id, 1));
  }

  @Test
  void aChangeTakesThePlaceOfWhatItIsAChangeOf() {
    Track seen = full(id, 1);
    written(seen);
    for (Track next :
        List.of(
            bare(id, 2),
            lacking(id, 2, NOW),
            bare(id, 4),
            full(id, 5),
            lacking(id, 5, NOW),
            full(id, 7))) {
      assertThat(write(new Change(seen, next))).containsExactly(Write.WRITTEN);
      assertThat(found(id)).contains(next);
      seen = next;
    }
  }

  @Test
  void aChangeOfWhatHasChangedSinceIsNotMade() {
    written(full(id, 1));
    assertThat(write(new Change(full(id, 1), full(id, 2)))).containsExactly(Write.WRITTEN);
    assertThat(write(new Change(full(id, 1), bare(id, 2)))).containsExactly(Write.CONFLICT);
    assertThat(found(id)).contains(full(id, 2));
  }

  @Test
  void aChangeOfWhatIsNotThereIsNotMade() {
    assertThat(write(new Change(full(id, 1), full(id, 2)))).containsExactly(Write.CONFLICT);
    assertThat(found(id)).isEmpty();
  }

  @Test
  void oneThatIsNotMadeDoesNotHinderTheOthers() {
    written(full(id("a"), 1), full(id("b"), 1), full(id("e"), 1));
    assertThat(
            write(
                first(bare(id("a"), 1)),
                new Change(full(id("b"), 7), full(id("b"), 8)),
                new Change(full(id("c"), 1), full(id("c"), 2)),
                first(full(id("d"), 1)),
                new Change(full(id("e"), 1), bare(id("e"), 2))))
        .containsExactly(
            Write.CONFLICT, Write.CONFLICT, Write.CONFLICT, Write.WRITTEN, Write.WRITTEN);
    assertThat(get(tracks().find(List.of(id("a"), id("b"), id("c"), id("d"), id("e")))).values())
        .containsExactlyInAnyOrder(
            full(id("a"), 1), full(id("b"), 1), full(id("d"), 1), bare(id("e"), 2));
  }

  @Test
  void oneCallWritesTwentyFiveAndReadsAHundred() {
    List<TrackId> all = IntStream.range(0, Tracks.MOST_READS).mapToObj(i -> id("g" + i)).toList();
    for (int from = 0; from < Tracks.MOST_READS; from += Tracks.MOST_WRITES) {
      written(
          all.subList(from, from + Tracks.MOST_WRITES).stream()
              .map(each -> full(each, 1))
              .toArray(Track[]::new));
    }
    assertThat(get(tracks().find(all))).containsOnlyKeys(all);
  }

  @Test
  void whatIsKeptIsSeenAsItWas() {
    Entry full =
        new Entry(
            id,
            new Spot.Numbered(1),
            new Inbound(
                new InboundId("a#1"),
                Optional.of(new GroupId("another#group")),
                "{\"ü\":1}",
                Map.of(
                    "text", new Attribute.Text("String.lang", "de"),
                    "number", new Attribute.Numeric("1.50"),
                    "bytes", new Attribute.Binary(new Bytes(new byte[] {0, -1}))),
                NOW),
            "queue#id",
            Optional.of(new Arrival.Flaw(Poison.OUT_OF_ORDER, "why it is \"flawed\"")));
    Entry bare =
        new Entry(
            id,
            new Spot.Back("b#1"),
            new Inbound(new InboundId("b"), Optional.empty(), "", Map.of(), Instant.EPOCH),
            "",
            Optional.of(new Arrival.Flaw(Poison.UNREADABLE, "")));
    kept(full);
    assertThat(waiting()).contains(full);
    kept(bare);
    assertThat(waiting()).contains(bare);
  }

  @Test
  void aLookSeesTheTrackWithItsFirstEntry() {
    Entry entry = entry(1, "a");
    kept(entry);
    assertThat(look()).isEqualTo(new View(Optional.empty(), Optional.of(entry)));
    written(full(id, 1));
    assertThat(look()).isEqualTo(new View(Optional.of(full(id, 1)), Optional.of(entry)));
    remove(entry);
    assertThat(look()).isEqualTo(new View(Optional.of(full(id, 1)), Optional.empty()));
  }

  @Test
  void whatWasSentBackComesFirstAndThenTheLowestNumber() {
    List<Entry> inOrder =
        List.of(
            back("A"),
            back("e#1"),
            back("z"),
            entry(1, "d"),
            entry(2, "c"),
            entry(9, "b"),
            entry(10, "a"),
            entry(Long.MAX_VALUE, "last"));
    kept(inOrder.get(6), inOrder.get(4), inOrder.get(2), inOrder.get(0));
    kept(inOrder.get(7), inOrder.get(5), inOrder.get(3), inOrder.get(1));
    for (Entry next : inOrder) {
      assertThat(waiting()).contains(next);
      remove(next);
    }
    assertThat(waiting()).isEmpty();
  }

  @Test
  void whatIsKeptAgainStandsThere() {
    kept(entry(1, "a"));
    kept(entry(1, "a"));
    remove(entry(1, "a"));
    assertThat(waiting()).isEmpty();
  }

  @Test
  void whatFindsItsSpotTakenIsNotKeptAndToldWhoStandsThere() {
    kept(entry(1, "a"), entry(2, "b"), longest(3, "c"));
    assertThat(
            keep(
                entry(2, "late"),
                entry(4, "d"),
                longest(1, "long"),
                entry(3, "short"),
                longest(5, "e")))
        .extracting(InboundId::value)
        .containsExactly("b", "d", "a", "c", "e");
    for (Entry next :
        List.of(entry(1, "a"), entry(2, "b"), longest(3, "c"), entry(4, "d"), longest(5, "e"))) {
      assertThat(waiting()).contains(next);
      remove(next);
    }
    assertThat(waiting()).isEmpty();
  }

  @Test
  void aMessageAsLongAsCanBeIsKeptWholeAndRemovedWhole() {
    Entry longest = longest(1, "a");
    kept(longest);
    assertThat(waiting()).contains(longest);
    kept(longest);
    assertThat(waiting()).contains(longest);
    remove(longest);
    assertThat(waiting()).isEmpty();
    Entry other = entry(new Spot.Numbered(1), message("b", "y".repeat(MIB)));
    kept(other);
    assertThat(waiting()).contains(other);
  }

  @Test
  void ofTwoLongMessagesForOneSpotOneIsKeptWhole() {
    Entry there = longest(1, "a");
    kept(there);
    assertThat(keep(entry(new Spot.Numbered(1), message("b", "y".repeat(MIB)))))
        .containsExactly(there.message().id());
    assertThat(waiting()).contains(there);
  }

  @Test
  void aMessageWithLongAttributesIsKeptWhole() {
    Entry entry =
        entry(
            new Spot.Back("long"),
            new Inbound(
                new InboundId("a"),
                Optional.empty(),
                "b".repeat(100 * 1024),
                Map.of(
                    "text", new Attribute.Text("€".repeat(200 * 1024)),
                    "bytes", new Attribute.Binary("Binary.x", new Bytes(new byte[250 * 1024])),
                    "short", new Attribute.Text("s")),
                NOW));
    kept(entry);
    assertThat(waiting()).contains(entry);
    remove(entry);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void anEntryAboutAsLongAsOneItemIsKeptWholeAndRemovedWhole() {
    for (int size = Entry.MOST_IN_ONE - 1; size <= Entry.MOST_IN_ONE + 1; size++) {
      Entry entry = entry(new Spot.Numbered(1), message("m" + size, "b".repeat(size)));
      kept(entry);
      assertThat(waiting()).contains(entry);
      remove(entry);
      assertThat(waiting()).isEmpty();
    }
  }

  @Test
  void whatIsRemovedIsGoneAndTheRestIsNot() {
    Entry gone = longest(1, "a");
    Entry later = longest(2, "a");
    Entry other = entry(3, "c");
    kept(gone, later, other);
    remove(gone, entry(7, "never there"), longest(8, "never there"), back("never there"));
    remove(gone);
    assertThat(waiting()).contains(later);
    remove(later);
    assertThat(waiting()).contains(other);
  }

  @Test
  void oneCallKeepsAndRemovesTwentyFive() {
    Entry[] all =
        IntStream.rangeClosed(1, Tracks.MOST_WRITES)
            .mapToObj(i -> entry(i, "m" + i))
            .toArray(Entry[]::new);
    kept(all);
    remove(all);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void aChangeAndARemovalAreMadeTogether() {
    written(full(id, 1));
    for (Entry entry : List.of(back("a"), longest(1, "b"))) {
      Track seen = found(id).orElseThrow();
      kept(entry);
      assertThat(
              get(
                  tracks()
                      .writeAndRemove(
                          new Change(seen, lacking(id, seen.version(), NOW)), entry.ref())))
          .isEqualTo(Write.WRITTEN);
      assertThat(look())
          .isEqualTo(new View(Optional.of(lacking(id, seen.version(), NOW)), Optional.empty()));
    }
  }

  @Test
  void aChangeThatIsNotMadeRemovesNothing() {
    Entry entry = longest(1, "a");
    kept(entry);
    assertThat(get(tracks().writeAndRemove(new Change(full(id, 1), full(id, 2)), entry.ref())))
        .isEqualTo(Write.CONFLICT);
    assertThat(look()).isEqualTo(new View(Optional.empty(), Optional.of(entry)));
    written(full(id, 1));
    assertThat(get(tracks().writeAndRemove(first(bare(id, 1)), entry.ref())))
        .isEqualTo(Write.CONFLICT);
    assertThat(get(tracks().writeAndRemove(new Change(full(id, 7), bare(id, 8)), entry.ref())))
        .isEqualTo(Write.CONFLICT);
    assertThat(look()).isEqualTo(new View(Optional.of(full(id, 1)), Optional.of(entry)));
  }

  @Test
  void theFirstChangeMayRemoveToo() {
    Entry entry = back("a");
    kept(entry);
    assertThat(get(tracks().writeAndRemove(first(bare(id, 1)), entry.ref())))
        .isEqualTo(Write.WRITTEN);
    assertThat(look()).isEqualTo(new View(Optional.of(bare(id, 1)), Optional.empty()));
  }

  @Test
  void aRemovalOfWhatIsGoneDoesNotHinderTheChange() {
    assertThat(get(tracks().writeAndRemove(first(full(id, 1)), back("a").ref())))
        .isEqualTo(Write.WRITTEN);
    assertThat(found(id)).contains(full(id, 1));
  }

  @Test
  void aChangeAndItsNoteAreMadeTogether() {
    assertThat(get(tracks().passBy(first(full(id, 1)), new Passed(1, 3, NOW))))
        .isEqualTo(Write.WRITTEN);
    assertThat(found(id)).contains(full(id, 1));
    assertThat(get(tracks().passBy(new Change(full(id, 1), bare(id, 2)), new Passed(5, 6, NOW))))
        .isEqualTo(Write.WRITTEN);
    assertThat(look()).isEqualTo(new View(Optional.of(bare(id, 2)), Optional.empty()));
    assertThat(IntStream.rangeClosed(0, 7).filter(this::isPassed)).containsExactly(1, 2, 5);
  }

  @Test
  void aChangeThatIsNotMadeLeavesNoNote() {
    Passed passed = new Passed(1, 3, NOW);
    assertThat(get(tracks().passBy(new Change(full(id, 1), full(id, 2)), passed)))
        .isEqualTo(Write.CONFLICT);
    assertThat(found(id)).isEmpty();
    written(full(id, 1));
    assertThat(get(tracks().passBy(first(bare(id, 1)), passed))).isEqualTo(Write.CONFLICT);
    assertThat(get(tracks().passBy(new Change(full(id, 7), bare(id, 8)), passed)))
        .isEqualTo(Write.CONFLICT);
    assertThat(found(id)).contains(full(id, 1));
    assertThat(isPassed(1)).isFalse();
  }

  @Test
  void aNoteIsOfItsNumbersFromTheFirstToTheLastOnly() {
    Instant expiresAt = NOW.plus(Duration.ofDays(14));
    get(tracks().passBy(first(full(id, 1)), new Passed(9, 11, expiresAt)));
    get(tracks().passBy(new Change(full(id, 1), full(id, 2)), new Passed(100, 101, expiresAt)));
    assertThat(IntStream.rangeClosed(0, 110).filter(this::isPassed)).containsExactly(9, 10, 100);
    assertThat(isPassed(Long.MAX_VALUE)).isFalse();
    assertThat(get(tracks().isPassed(id("other"), 9))).isFalse();
  }

  @Test
  void aTrackIsDueInItsShardOnceItsTimeHasCome() {
    Track track = full(id, 1);
    Instant at = track.dueAt().orElseThrow();
    written(track);
    assertThat(due(id.dueShard(), at.minusMillis(1), 100)).isEmpty();
    assertThat(due(id.dueShard(), at, 100)).containsExactly(id);
    assertThat(due((id.dueShard() + 1) % TrackId.DUE_SHARDS, at, 100)).isEmpty();
    assertThat(lacking(at, 100)).isEmpty();
  }

  @Test
  void aTrackThatLacksSomethingIsFoundWithThoseOnceItsTimeHasCome() {
    written(lacking(id, 0, NOW));
    assertThat(lacking(NOW.minusMillis(1), 100)).isEmpty();
    assertThat(lacking(NOW, 100)).containsExactly(id);
    for (int shard = 0; shard < TrackId.DUE_SHARDS; shard++) {
      assertThat(due(shard, NOW.plusSeconds(9), 100)).isEmpty();
    }
  }

  @Test
  void aTrackIsWhereItsLastChangePutsIt() {
    Instant later = NOW.plusSeconds(9);
    Track due = full(id, 1);
    Track lacking = lacking(id, 1, NOW);
    Track idle = lacking.idle();
    Track again = idle.waiting(NOW);
    written(due);
    write(new Change(due, lacking));
    assertThat(due(id.dueShard(), later, 100)).isEmpty();
    assertThat(lacking(later, 100)).containsExactly(id);
    write(new Change(lacking, idle));
    assertThat(due(id.dueShard(), later, 100)).isEmpty();
    assertThat(lacking(later, 100)).isEmpty();
    write(new Change(idle, again));
    assertThat(due(id.dueShard(), later, 100)).containsExactly(id);
    get(tracks().passBy(new Change(again, again.idle()), new Passed(1, 2, NOW)));
    assertThat(due(id.dueShard(), later, 100)).isEmpty();
    assertThat(lacking(later, 100)).isEmpty();
  }

  @Test
  void aTrackThatLacksSomethingWithoutATimeIsNotFound() {
    Track lacking = lacking(id, 0, NOW);
    written(lacking.undated());
    assertThat(found(id)).contains(lacking.undated());
    assertThat(lacking(NOW.plusSeconds(9), 100)).isEmpty();
    assertThat(due(id.dueShard(), NOW.plusSeconds(9), 100)).isEmpty();
  }

  @Test
  void thoseThatWereDueFirstComeFirst() {
    List<TrackId> ids =
        IntStream.range(0, 100)
            .mapToObj(i -> id("g" + i))
            .filter(each -> each.dueShard() == 1)
            .limit(5)
            .toList();
    List<TrackId> gaps = IntStream.range(0, 5).mapToObj(i -> id("gap" + i)).toList();
    for (int i : new int[] {3, 0, 4, 2, 1}) {
      written(
          bare(ids.get(i), 0).waiting(NOW.plusSeconds(i)),
          lacking(gaps.get(i), 0, NOW.plusSeconds(i)));
    }
    Instant by = NOW.plusSeconds(3);
    assertThat(due(1, by, 100)).containsExactlyElementsOf(ids.subList(0, 4));
    assertThat(due(1, by, 2)).containsExactlyElementsOf(ids.subList(0, 2));
    assertThat(lacking(by, 100)).containsExactlyElementsOf(gaps.subList(0, 4));
    assertThat(lacking(by, 2)).containsExactlyElementsOf(gaps.subList(0, 2));
  }

  @Test
  void whatWaitsInATrackDoesNotMakeItDue() {
    kept(entry(1, "a"), back("b"));
    assertThat(due(id.dueShard(), NOW.plusSeconds(9), 100)).isEmpty();
    assertThat(lacking(NOW.plusSeconds(9), 100)).isEmpty();
  }
}
