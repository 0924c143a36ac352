package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.ledger.StoreUnavailable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is stored in any form is read as it was, and takes no more write units than it need. */
@Timeout(120)
class PackingTest {
  private static final List<Packed> PARTS =
      List.of(
          new Packed("sb", "zb", List.of("body"), List.of("pk", "sk")),
          new Packed("sm", "zm", List.of("more", "most"), List.of("pk", "sk")));
  private static final Vault VAULT = SealedTable.vault(Optional.of(SealedTable.KEY));

  /** All that there is to be configured. */
  private enum Form {
    PLAIN(false, false),
    COMPRESSED(true, false),
    SEALED(false, true),
    BOTH(true, true);

    private final boolean compresses;
    private final boolean seals;

    Form(boolean compresses, boolean seals) {
      this.compresses = compresses;
      this.seals = seals;
    }

    Packing packing() {
      return packing(units -> {}, Runnable::run);
    }

    Packing packing(LongConsumer saved, Executor workers) {
      return new Packing(
          new Compression(compresses ? OptionalInt.of(0) : OptionalInt.empty(), workers, saved),
          seals ? VAULT : Vault.NONE);
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Item item(String sk, int length) {
    return Item.at(new Key("pk", sk)).put("body", Item.bytes(text(length))).put("open", "for all");
  }

  private static byte[] text(int length) {
    return "{\"id\":17,\"name\":\"somebody\"}"
        .repeat(length / 20 + 1)
        .substring(0, length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Item packed(Packing packing, Item item) {
    return get(packing.pack(List.of(item), PARTS)).get(0);
  }

  private static Item unpacked(Packing packing, Item item) {
    return get(packing.unpack(List.of(item), PARTS)).get(0);
  }

  private static long units(Item item) {
    return ItemSize.units(ItemSize.of(item.attributes()));
  }

  @ParameterizedTest
  @EnumSource
  void whateverAMessageSaysItIsReadAsItWasWhateverIsConfiguredNow(Form form) {
    for (int seed = 0; seed < 150; seed++) {
      Item item = random(new Random(seed));

      Item packed = packed(form.packing(), item);

      assertThat(units(packed)).isLessThanOrEqualTo(units(packed(loose(form).packing(), item)));
      for (Form reading : form.seals ? List.of(Form.SEALED, Form.BOTH) : List.of(Form.values())) {
        assertThat(unpacked(reading.packing(), packed).attributes())
            .as("seed %d, read where it is %s", seed, reading)
            .isEqualTo(item.attributes());
      }
    }
  }

  private static Form loose(Form form) {
    return form.seals ? Form.SEALED : Form.PLAIN;
  }

  private static Item random(Random random) {
    Item item = Item.at(new Key("pk", "sk" + random.nextInt()));
    item.put("body", Item.bytes(content(random, random.nextInt(1 << random.nextInt(19)))));
    if (random.nextBoolean()) {
      Map<String, AttributeValue> attributes = new HashMap<>();
      for (int i = random.nextInt(10); i > 0; i--) {
        byte[] value = content(random, random.nextInt(2_000));
        attributes.put(
            "attribute-ü-" + i,
            AttributeValue.fromM(
                Map.of(
                    "t",
                    Item.string("String"),
                    "v",
                    random.nextBoolean()
                        ? Item.bytes(value)
                        : Item.string(new String(value, StandardCharsets.ISO_8859_1)))));
      }
      item.put("more", AttributeValue.fromM(attributes));
    }
    return random.nextBoolean() ? item.put("most", Item.bytes(content(random, 32))) : item;
  }

  private static byte[] content(Random random, int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return switch (random.nextInt(3)) {
      case 0 -> noise;
      case 1 -> Base64.getEncoder().encode(noise);
      default -> text(length);
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPRESSED", "BOTH"})
  void whatTakesFewerUnitsIsStoredCompressed(Form form) {
    AtomicLong saved = new AtomicLong();
    Item item = item("1", 10_000);

    Item packed = packed(form.packing(saved::addAndGet, Runnable::run), item);

    assertThat(units(packed)).isEqualTo(1);
    assertThat(saved).hasValue(units(packed(loose(form).packing(), item)) - 1);
    assertThat(packed.attributes())
        .containsOnlyKeys("pk", "sk", "v", "open", form == Form.BOTH ? "sb" : "zb");
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPRESSED", "BOTH"})
  void whatTakesOneUnitIsStoredAsWithoutCompression(Form form) {
    Item item = item("1", 500);

    Item packed = packed(form.packing(), item);

    assertThat(units(packed)).isEqualTo(1);
    assertThat(packed.attributes()).doesNotContainKey("zb");
    assertThat(version(packed)).isNotEqualTo(2);
  }

  /** Of what is sealed, the version; else nothing. */
  private static int version(Item packed) {
    return packed.has("sb") ? packed.binary("sb")[0] : 0;
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPRESSED", "BOTH"})
  void whatTakesAsManyUnitsEitherWayIsStoredAsWithoutCompression(Form form) {
    byte[] noise = new byte[10_000];
    new Random(5).nextBytes(noise);
    byte[] hardly = Base64.getEncoder().encode(noise);
    Item random = Item.at(new Key("pk", "1")).put("body", Item.bytes(noise));
    // Just over a KB: what compressing takes off of base64 is a quarter, but not a unit.
    Item item =
        Item.at(new Key("pk", "1"))
            .put("body", Item.bytes(Arrays.copyOf(hardly, 1_500)))
            .put("open", "x".repeat(150));

    for (Item each : List.of(random, item)) {
      Item packed = packed(form.packing(), each);
      assertThat(packed.attributes()).doesNotContainKey("zb");
      assertThat(version(packed)).isNotEqualTo(2);
    }
  }

  @Test
  void whereTheSealTakesTheUnitThatIsSavedItIsCompressedAllTheSame() {
    // Given what has one unit as it is, and two with the seal
    Item item = item("1", 950);
    get(VAULT.seal(List.of(item), PARTS));
    assertThat(units(item)).isEqualTo(1);
    assertThat(units(packed(Form.SEALED.packing(), item))).isEqualTo(2);

    assertThat(version(packed(Form.BOTH.packing(), item))).isEqualTo(2);
    assertThat(units(packed(Form.BOTH.packing(), item))).isEqualTo(1);
  }

  @Test
  void theSizeThatIsReckonedWithIsTheOneThatIsStored() {
    get(VAULT.seal(List.of(item("1", 1)), PARTS));
    for (int seed = 0; seed < 50; seed++) {
      Item item = random(new Random(seed));
      Item compressed = packed(Form.COMPRESSED.packing(), item);
      for (Item each : List.of(item, compressed)) {
        assertThat(VAULT.size(each, PARTS))
            .isEqualTo(ItemSize.of(get(VAULT.seal(List.of(each), PARTS)).get(0).attributes()));
        assertThat(Vault.NONE.size(each, PARTS)).isEqualTo(ItemSize.of(each.attributes()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2999, false", "3000, true", "3001, true"})
  void whatHasTooLittleContentIsStoredAsItIs(int length, boolean compressed) {
    // Given what is compressed from 3,000 bytes on: the name of the attribute is one of them
    Packing packing =
        new Packing(new Compression(OptionalInt.of(3_004), Runnable::run, units -> {}), Vault.NONE);

    assertThat(packed(packing, item("1", length)).has("zb")).isEqualTo(compressed);
  }

  @Test
  void whatIsLongIsDoneByAWorkerInTheOrderOfItsBatch() {
    List<Runnable> waiting = new ArrayList<>();
    Packing packing = Form.BOTH.packing(units -> {}, waiting::add);
    get(VAULT.seal(List.of(item("1", 1)), PARTS));
    List<Item> items = IntStream.range(0, 24).mapToObj(i -> item("" + i, 5_000 - i)).toList();

    // When there are 64 KB of content together
    CompletableFuture<List<Item>> packing24 = packing.pack(items, PARTS).toCompletableFuture();
    assertThat(packing24).isNotDone();
    waiting.remove(0).run();
    CompletableFuture<List<Item>> back =
        packing.unpack(packing24.join(), PARTS).toCompletableFuture();
    assertThat(back).isNotDone();
    waiting.remove(0).run();

    // Then they are in order, and what is short has waited for nobody
    assertThat(back.join().stream().map(Item::attributes).toList())
        .isEqualTo(items.stream().map(Item::attributes).toList());
    assertThat(packing.pack(items.subList(0, 12), PARTS).toCompletableFuture()).isCompleted();
    assertThat(waiting).isEmpty();
  }

  @Test
  void whereNoWorkerTakesItNothingIsStored() {
    Executor ended =
        task -> {
          throw new RejectedExecutionException();
        };

    assertThatThrownBy(
            () ->
                get(
                    Form.COMPRESSED
                        .packing(u -> {}, ended)
                        .pack(List.of(item("1", 100_000)), PARTS)))
        .hasCauseInstanceOf(StoreUnavailable.class)
        .satisfies(failure -> assertThat(StoreUnavailable.mayBeApplied(failure)).isFalse());
  }

  private static void assertRefused(Form form, Item item) {
    assertThatThrownBy(() -> unpacked(form.packing(), item))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Tampered.class);
  }

  @Test
  void sealedAndCompressedItOpensInItsPlaceOnly() {
    Item packed = packed(Form.BOTH.packing(), item("1", 10_000));

    assertRefused(Form.BOTH, Item.of(new HashMap<>(packed.attributes())).put("sk", "2"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 10_000})
  void whatIsSealedCantBeTakenForCompressedOrTheReverse(int length) {
    Item packed = packed(Form.BOTH.packing(), item("1", length));
    byte[] bytes = packed.binary("sb").clone();
    assertThat(bytes[0]).isEqualTo((byte) (length > 1_000 ? 2 : 1));
    bytes[0] ^= 3;

    assertRefused(Form.BOTH, packed.put("sb", Item.bytes(bytes)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 30, -1})
  void whatIsCompressedAndWasChangedIsRefused(int place) {
    Item packed = packed(Form.COMPRESSED.packing(), item("1", 10_000));
    byte[] bytes = packed.binary("zb").clone();
    bytes[place < 0 ? bytes.length + place : place] ^= (byte) 0x55;

    assertRefused(Form.COMPRESSED, packed.put("zb", Item.bytes(bytes)));
  }

  private static Item compressed(byte[] content) {
    byte[] padded = ByteBuffer.allocate(content.length).put(content).array();
    return Item.at(new Key("pk", "1"))
        .put("zb", Item.bytes(Deflation.deflated(padded).orElseThrow()));
  }

  @Test
  void whatDecompressesToSomethingElseThanContentIsRefused() {
    ByteBuffer deep = ByteBuffer.allocate(900_000);
    while (deep.remaining() > 9) {
      deep.putInt(1).putInt(0).put((byte) 'M');
    }
    Map<String, AttributeValue> another = Map.of("pk", Item.string("p".repeat(3_000)));

    assertRefused(Form.COMPRESSED, compressed(deep.array()));
    assertRefused(Form.COMPRESSED, compressed(AttributeBytes.of(another)));
    assertRefused(Form.COMPRESSED, compressed(new byte[3_000]));
    assertRefused(
        Form.COMPRESSED, compressed("S".repeat(3_000).getBytes(StandardCharsets.US_ASCII)));
    assertRefused(
        Form.COMPRESSED,
        compressed(
            ByteBuffer.allocate(3_000)
                .putInt(1)
                .putInt(1)
                .put((byte) 'b')
                .put((byte) 'B')
                .putInt(-1)
                .array()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"body", "zb"})
  void whatIsThereInASecondFormIsRefused(String name) {
    Item compressed = packed(Form.COMPRESSED.packing(), item("1", 10_000));
    Item sealed = packed(Form.BOTH.packing(), item("1", 10_000));

    assertRefused(Form.BOTH, sealed.put(name, Item.bytes(compressed.binary("zb"))));
    assertRefused(Form.BOTH, compressed.put("body", Item.bytes(text(10))));
  }
}
