package dev.postern.security;

import static dev.postern.testing.Gateway.fresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.testing.Contract;
import dev.postern.testing.ContractFile;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract takes its own permission, and none but it. */
@QuarkusTest
@TestProfile(Secured.class)
@Timeout(120)
class SecurityMatrixTest {
  private static final String NOBODY = "6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V";

  static Stream<Operation> operations() {
    return ContractFile.operations().entrySet().stream().map(Operation::of);
  }

  /** Those that are about one destination, subscription or message. */
  static Stream<Operation> operationsOnOne() {
    return operations().filter(operation -> !operation.isList());
  }

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whoSendsNoKeyIsAskedForOne(Operation operation) {
    Response answer = operation.call(new RequestSpecBuilder().build(), Map.of());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"postern\"");
    assertProblem(answer, "credentials-missing");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whoSendsAKeyThatNobodyHasIsRefused(Operation operation) {
    Response answer = operation.call(withKey("the key of nobody"), Map.of());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"postern\"");
    assertProblem(answer, "credentials-invalid");
  }

  @ParameterizedTest
  @MethodSource("operationsOnOne")
  void whoIsAllowedEverythingButThisIsRefusedByItsName(Operation operation) {
    // Given a caller with every permission on what the call is about, but the operation's
    boolean any = operation.permission().equals("any");
    String caller = any ? Secured.NOTHING_HERE : Secured.allBut(operation.permission());

    // When it calls
    Response answer = operation.call(as(caller), existing());

    // Then it is told which permission it lacks, and on what
    assertThat(answer.statusCode()).isEqualTo(403);
    assertProblem(answer, "permission-missing");
    assertThat(answer.<String>path("permission")).isEqualTo(operation.permission());
    if (operation.names("subscription")) {
      assertThat(answer.<String>path("subscription")).isEqualTo("fulfilment");
    } else {
      assertThat(answer.<String>path("destination")).isEqualTo("orders");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whoIsAllowedThisAloneIsLetIn(Operation operation) {
    // Given callers with no permission but the operation's; any will do where it has none of its
    // own
    List<String> callers =
        operation.permission().equals("any")
            ? List.of("publish", "read-status", "read-payload", "consume", "operate")
            : List.of(operation.permission());
    for (String permission : callers) {
      // When they call
      Response answer = operation.call(as(Secured.only(permission)), existing());

      // Then they are answered as if there were no security
      assertThat(answer.statusCode()).isNotIn(401, 403).isLessThan(500);
      assertThat(answer.asString())
          .doesNotContain("/destination-unknown", "/subscription-unknown", "/message-unknown");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void toAnotherTenantItIsAsIfThereWereNothing(Operation operation) {
    // Given a caller of another tenant, which may do everything there
    RequestSpecification foreigner = as(Secured.FOREIGN);

    // When it calls for what is another's, and for what does not exist
    Response others = operation.call(foreigner, existing());
    Response nothing =
        operation.call(
            foreigner, Map.of("destination", "nowhere", "subscription", "nowhere", "id", NOBODY));

    // Then it can't tell them apart
    assertThat(others.statusCode()).isEqualTo(nothing.statusCode());
    assertThat(untraced(others)).isEqualTo(untraced(nothing));
    if (operation.isList()) {
      assertThat(others.asString()).contains("theirs").doesNotContain("orders", "fulfilment");
    } else {
      assertThat(others.statusCode()).isEqualTo(404);
      assertThat(others.<String>path("type")).endsWith("-unknown").doesNotContain("letter");
    }
  }

  @Test
  void aListHasWhatTheCallerHasAnyPermissionOn() {
    RequestSpecification caller = as(Secured.NOTHING_HERE);

    Response destinations = given().spec(caller).get("/v1/destinations");
    Response subscriptions = given().spec(caller).get("/v1/subscriptions");

    assertThat(destinations.<List<String>>path("destinations.name")).containsExactly("news");
    assertThat(subscriptions.<List<String>>path("subscriptions.name")).isEmpty();
    assertThat(
            given()
                .spec(as(Secured.ALL))
                .get("/v1/destinations")
                .<List<String>>path("destinations.name"))
        .contains("orders", "news", "events")
        .doesNotContain("theirs");
  }

  @Test
  void everyOperationSaysWhichPermissionItTakes() {
    List<String> known =
        List.of("publish", "read-status", "read-payload", "consume", "operate", "any");

    assertThat(operations()).isNotEmpty().allMatch(it -> known.contains(it.permission()));
    for (Operation operation : (Iterable<Operation>) operations()::iterator) {
      JsonNode answers = operation.described().path("responses");
      assertThat(answers.has("401")).as(operation.toString()).isTrue();
      assertThat(answers.has("403")).as(operation.toString()).isEqualTo(!operation.isList());
    }
  }

  private static Map<String, String> existing() {
    return Map.of("id", published("orders", Secured.ALL));
  }

  static String published(String destination, String caller) {
    return given()
        .spec(as(caller))
        .filter(Contract.enforced())
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", fresh("key"))
        .header("Message-Group-Id", "security")
        .body("{\"n\":1}".getBytes(StandardCharsets.UTF_8))
        .post("/v1/destinations/" + destination + "/messages")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  static RequestSpecification as(String caller) {
    return withKey(Secured.key(caller));
  }

  private static RequestSpecification withKey(String key) {
    return new RequestSpecBuilder().addHeader("X-API-Key", key).build();
  }

  static void assertProblem(Response answer, String name) {
    assertThat(answer.<String>path("type")).isEqualTo(ContractFile.PROBLEM_BASE + name);
  }

  private static String untraced(Response answer) {
    return answer.asString().replaceAll("\"traceId\":\"[0-9a-f]+\"", "");
  }
}
