package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.postern.testing.Contract;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** With a KMS key, nothing that messages say can be read in the table, and all works as without. */
@QuarkusTest
@TestProfile(EncryptionTest.UnderKey.class)
@Timeout(180)
class EncryptionTest {
  private static final String TABLE = "encrypted";
  private static final String SECRET = "xyzSecretOfTheCaller";
  private static final String BODY = "{\"note\":\"" + SECRET + "\"}";

  /** A key is configured. */
  public static class UnderKey implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("postern.table", TABLE, "postern.encryption.kms-key", "alias/postern");
    }
  }

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private static Gateway.Publish call(String destination) {
    return publish(destination)
        .key(fresh("key"))
        .group(fresh("g"))
        .attributes("note=\"" + SECRET + "\"")
        .body(BODY);
  }

  /** Everything in the table, as its bytes are. */
  private static Stream<String> stored() {
    return EmbeddedAws.dynamoDb()
        .scan(scan -> scan.tableName(TABLE).consistentRead(true))
        .join()
        .items()
        .stream()
        .flatMap(item -> item.values().stream())
        .map(EncryptionTest::text);
  }

  private static String text(AttributeValue value) {
    return switch (value.type()) {
      case B -> new String(value.b().asByteArrayUnsafe(), StandardCharsets.ISO_8859_1);
      case M -> String.join(" ", value.m().values().stream().map(EncryptionTest::text).toList());
      case L -> String.join(" ", value.l().stream().map(EncryptionTest::text).toList());
      default -> value.toString();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "events", "accounts", "news"})
  void whatAMessageSaysIsNotThereToBeReadAndArrivesWhole(String name) {
    Gateway.Publish call = call(name);
    String id = call.id(201);

    Gateway.status(id).then().body("payloadBytes", equalTo(BODY.length()));
    assertThat(Gateway.payload(id).asString()).isEqualTo(BODY);
    call.answers(201).header("Idempotent-Replayed", "true");
    if (!name.equals("news")) {
      Inbox inbox = Inbox.ofQueue(name.equals("events") ? name : name + ".fifo");
      assertThat(inbox.only(id).body()).isEqualTo(BODY);
      assertThat(Inbox.attribute(inbox.only(id), "note")).isEqualTo(SECRET);
    }
    assertThat(stored()).noneMatch(text -> text.contains(SECRET));
  }

  @Test
  void aMessageThatWaitedInItsLaneIsSentFromWhatIsStored() {
    Faults.in(Faults.Service.SQS).status(503, "ServiceUnavailable");
    String id = call("orders").prefer("wait=0").id(202);
    assertThat(stored()).noneMatch(text -> text.contains(SECRET));
    Faults.clear();

    Gateway.statusAtLast(id).then().body("status", equalTo("published"));

    assertThat(Inbox.ofQueue("orders.fifo").only(id).body()).isEqualTo(BODY);
  }

  @Test
  void aDeadMessageIsRedrivenAndErased() {
    Faults.in(Faults.Service.SQS)
        .action("SendMessageBatch")
        .times(1000)
        .status(400, "InvalidMessageContents");
    String id = call("events").prefer("respond-async").id(202);
    Gateway.statusAtLast(id).then().body("status", equalTo("dead"));
    Faults.clear();
    given()
        .filter(Contract.enforced())
        .contentType("application/json")
        .body("{}".getBytes(StandardCharsets.UTF_8))
        .post("/v1/destinations/events/dead-letters/" + id + "/redrive")
        .then()
        .statusCode(202);
    Gateway.statusAtLast(id).then().body("status", equalTo("published"));
    assertThat(Inbox.ofQueue("events").only(id).body()).isEqualTo(BODY);

    given().filter(Contract.enforced()).delete("/v1/messages/" + id + "/payload");

    Gateway.payload(id).then().statusCode(410);
    assertThat(EmbeddedAws.record(EmbeddedAws.dynamoDb(), TABLE, id))
        .containsKey("er")
        .doesNotContainKeys("sc", "pl", "at");
  }

  @Test
  void whileKmsIsAwayTheKeyThatThereIsGoesOn() {
    call("events").id(201);
    Faults.in(Faults.Service.KMS).refuse();

    String id = call("events").id(201);

    assertThat(Gateway.payload(id).asString()).isEqualTo(BODY);
  }

  @Test
  void callsToKmsAreCounted() {
    call("events").id(201);

    assertThat(given().get("/q/metrics").asString())
        .contains("postern_aws_calls_seconds_count{operation=\"GenerateDataKey\"");
  }
}
