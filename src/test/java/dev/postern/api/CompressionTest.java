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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is long is stored compressed, and all works as if it were not. */
@QuarkusTest
@TestProfile(CompressionTest.OwnTable.class)
@Timeout(180)
class CompressionTest {
  private static final String TABLE = "compressed";
  private static final String BODY = body(10_000);

  /** A table that can be looked into. */
  public static class OwnTable implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("postern.table", TABLE);
    }
  }

  private static String body(int about) {
    return "{\"lines\":[" + "{\"article\":17,\"count\":3},".repeat(about / 24) + "{}]}";
  }

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private static Gateway.Publish call(String destination, String body) {
    return publish(destination)
        .key(fresh("key"))
        .group(fresh("g"))
        .attributes("note=\"of the caller\"")
        .body(body);
  }

  private static Map<String, AttributeValue> stored(String id) {
    return EmbeddedAws.record(EmbeddedAws.dynamoDb(), TABLE, id);
  }

  private static double saved() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("postern_compression_saved_units_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** At once and by a worker; numbered as well. */
  @ParameterizedTest
  @ValueSource(strings = {"orders 10000", "events 200000", "accounts 10000", "news 100000"})
  void itArrivesAndIsReadAsItWasPublished(String of) {
    String name = of.substring(0, of.indexOf(' '));
    String body = body(Integer.parseInt(of.substring(of.indexOf(' ') + 1)));
    double before = saved();

    Gateway.Publish call = call(name, body);
    String id = call.id(201);

    assertThat(stored(id)).containsKey("zc").doesNotContainKeys("pl", "at", "sc");
    assertThat(saved() - before).isGreaterThanOrEqualTo((double) body.length() / 1024 - 3);
    Gateway.status(id).then().body("payloadBytes", equalTo(body.length()));
    assertThat(Gateway.payload(id).asString()).isEqualTo(body);
    call.answers(201).header("Idempotent-Replayed", "true");
    if (!name.equals("news")) {
      Inbox inbox = Inbox.ofQueue(name.equals("events") ? name : name + ".fifo");
      assertThat(inbox.only(id).body()).isEqualTo(body);
      assertThat(Inbox.attribute(inbox.only(id), "note")).isEqualTo("of the caller");
    }
  }

  @Test
  void whatIsShortIsStoredAsItIs() {
    String id = call("events", body(1_000)).id(201);

    assertThat(stored(id)).containsKeys("pl", "at").doesNotContainKey("zc");
  }

  @Test
  void aMessageThatWaitedInItsLaneIsSentFromWhatIsStored() {
    Faults.in(Faults.Service.SQS).status(503, "ServiceUnavailable");
    String id = call("orders", BODY).prefer("wait=0").id(202);
    assertThat(stored(id)).containsKey("zc");
    Faults.clear();

    Gateway.statusAtLast(id).then().body("status", equalTo("published"));

    assertThat(Inbox.ofQueue("orders.fifo").only(id).body()).isEqualTo(BODY);
  }

  @Test
  void aDeadMessageIsRedrivenAndErasedAndItsSizeIsKnownStill() {
    Faults.in(Faults.Service.SQS)
        .action("SendMessageBatch")
        .times(1000)
        .status(400, "InvalidMessageContents");
    String id = call("events", BODY).prefer("respond-async").id(202);
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
    Gateway.status(id).then().body("payloadBytes", equalTo(BODY.length()));
    assertThat(stored(id)).containsKey("er").doesNotContainKeys("zc", "sc", "pl", "at");
  }
}
