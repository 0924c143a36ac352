package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.testing.EmbeddedAws;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is sealed opens in its own place, whole, and nowhere else. */
class VaultTest {
  private static final List<Packed> PARTS =
      List.of(new Packed("sealed", "compressed", List.of("body", "more"), List.of("pk", "sk")));
  private static final String SECRET = "what nobody but its readers may know";

  private final Vault vault = SealedTable.vault(Optional.of(SealedTable.KEY));

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Item item(String sk) {
    return Item.at(new Key("pk", sk))
        .put("body", Item.bytes(SECRET.getBytes(StandardCharsets.UTF_8)))
        .put("more", AttributeValue.fromM(Map.of("name", Item.string(SECRET))))
        .put("open", "for all to see");
  }

  private Item sealed() {
    return get(vault.seal(List.of(item("1")), PARTS)).get(0);
  }

  private static Item open(Vault by, Item sealed) {
    return get(by.open(List.of(sealed), PARTS)).get(0);
  }

  @Test
  void nothingOfItIsThereToBeRead() {
    Item sealed = sealed();

    assertThat(sealed.attributes()).containsOnlyKeys("pk", "sk", "v", "open", "sealed");
    assertThat(new String(sealed.binary("sealed"), StandardCharsets.ISO_8859_1))
        .doesNotContain("nobody");
  }

  @Test
  void anotherProcessOpensIt() {
    Item opened = open(SealedTable.vault(Optional.of(SealedTable.KEY)), sealed());

    Item expected = item("1");
    assertThat(opened.attributes()).containsAllEntriesOf(expected.attributes());
  }

  @Test
  void whatIsSealedTwiceIsNeverTheSame() {
    assertThat(sealed().attributes().get("sealed"))
        .isNotEqualTo(sealed().attributes().get("sealed"));
  }

  @Test
  void whatWasStoredOpenIsReadAsItIs() {
    assertThat(open(vault, item("1")).attributes()).isEqualTo(item("1").attributes());
  }

  @Test
  void switchedOffItStoresOpenAndStillOpens() {
    Vault off = SealedTable.vault(Optional.empty());

    assertThat(get(off.seal(List.of(item("1")), PARTS)).get(0).attributes())
        .isEqualTo(item("1").attributes());
    assertThat(open(off, sealed()).attributes()).containsAllEntriesOf(item("1").attributes());
  }

  @Test
  void underAnotherKeyAllThatWasSealedBeforeOpens() {
    Item before = sealed();
    Vault rotated = SealedTable.vault(Optional.of("alias/postern-next"));

    assertThat(open(rotated, before).attributes()).containsAllEntriesOf(item("1").attributes());
    Item after = get(rotated.seal(List.of(item("1")), PARTS)).get(0);
    assertThat(open(vault, after).attributes()).containsAllEntriesOf(item("1").attributes());
  }

  /** As it was written before there was another version, byte by byte. */
  @Test
  void whatTheFirstVersionSealedOpens() throws GeneralSecurityException {
    DataKey key =
        get(
            SealedTable.keys(EmbeddedAws.endpoints().kms(), Optional.of(SealedTable.KEY), () -> 0)
                .forSealing());
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key.plain(), new GCMParameterSpec(128, new byte[12]));
    cipher.updateAAD(ascii("\0\0\0\6sealed\0\0\0\2pk\0\0\0\0011"));
    byte[] closed = cipher.doFinal(ascii("\0\0\0\1\0\0\0\4bodyB\0\0\0\5hello"));
    byte[] dataKey = key.encrypted().array();
    byte[] whole =
        ByteBuffer.allocate(3 + dataKey.length + 12 + closed.length)
            .put((byte) 1)
            .putShort((short) dataKey.length)
            .put(dataKey)
            .put(new byte[12])
            .put(closed)
            .array();

    Item opened = open(vault, Item.at(new Key("pk", "1")).put("sealed", Item.bytes(whole)));

    assertThat(opened.attributes()).containsEntry("body", Item.bytes(ascii("hello")));
    assertThat(opened.attributes()).doesNotContainKey("sealed");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void inAnotherPlaceItDoesNotOpen() {
    Item moved = Item.at(new Key("pk", "2")).put("sealed", sealed().attributes().get("sealed"));

    assertRefused(moved);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "10", "40", "-40", "-17", "-16", "-1"})
  void changedInAnyByteItDoesNotOpen(int place) {
    Item sealed = sealed();
    byte[] bytes = sealed.binary("sealed").clone();
    bytes[place < 0 ? bytes.length + place : place] ^= 1;

    assertRefused(sealed.put("sealed", Item.bytes(bytes)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 20, 100})
  void cutOffItDoesNotOpen(int length) {
    Item sealed = sealed();

    assertRefused(sealed.put("sealed", Item.bytes(Arrays.copyOf(sealed.binary("sealed"), length))));
  }

  private static void assertRefused(Item item) {
    assertThatThrownBy(() -> open(SealedTable.vault(Optional.of(SealedTable.KEY)), item))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Tampered.class);
  }

  @Test
  void ofAnotherTableItDoesNotOpen() {
    Vault other =
        new Vault(
            new DataKeys(
                new Kms(() -> EmbeddedAws.kms(EmbeddedAws.endpoints().kms()), "another-table"),
                Optional.of(SealedTable.KEY),
                () -> 0));

    assertThatThrownBy(() -> open(other, sealed())).hasCauseInstanceOf(Tampered.class);
  }

  @Test
  void aKeyThatCantBeUsedIsSaidAtTheStart() {
    assertThat(get(vault.verify())).isEmpty();
    assertThat(get(Vault.NONE.verify())).isEmpty();
    assertThat(get(SealedTable.vault(Optional.of("alias/nothing")).verify()))
        .singleElement()
        .asString()
        .startsWith("KMS key alias/nothing can't be used: ")
        .contains("NotFoundException");
  }

  @Test
  void whereKmsDoesNotGiveAKeyNothingIsStored() {
    Vault without = SealedTable.vault(Optional.of("alias/nothing"));

    assertThatThrownBy(() -> get(without.seal(List.of(item("1")), PARTS)))
        .hasCauseInstanceOf(StoreUnavailable.class)
        .satisfies(failure -> assertThat(StoreUnavailable.mayBeApplied(failure)).isFalse());
  }
}
