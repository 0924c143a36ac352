package dev.postern.security;

import static dev.postern.security.SecurityMatrixTest.assertProblem;
import static dev.postern.testing.Gateway.fresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Contract;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token lets in for whom, for what and for as long as it was made; no other lets in. */
@QuarkusTest
@TestProfile(SecuredByTokens.class)
@Timeout(120)
class TokenTest {
  private static final String[] EVERYTHING = {
    "publish:*", "read-status:*", "read-payload:*", "consume:*", "operate:*"
  };

  static Stream<Operation> operations() {
    return SecurityMatrixTest.operations();
  }

  static Stream<Operation> operationsOnOne() {
    return SecurityMatrixTest.operationsOnOne();
  }

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aTokenThatHasExpiredLetsNobodyIn(Operation operation) {
    String token =
        Issuer.sign(
            Issuer.claims("till-1", "default", EVERYTHING)
                .expiresAt(Instant.now().minus(Duration.ofMinutes(1))));

    Response answer = operation.call(with(token), Map.of());

    assertRefused(answer);
    assertThat(answer.<String>path("detail")).contains("expired");
  }

  @Test
  void whoSendsNothingIsToldOfBothWays() {
    Response answer = given().get("/v1/destinations");

    assertProblem(answer, "credentials-missing");
    assertThat(answer.<String>path("detail"))
        .isEqualTo("X-API-Key or Authorization must be sent with every call.");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aTokenOfAnotherSignatureLetsNobodyIn(Operation operation) {
    assertRefused(
        operation.call(
            with(Issuer.forge(Issuer.claims("till-1", "default", EVERYTHING))), Map.of()));
  }

  @ParameterizedTest
  @MethodSource("operationsOnOne")
  void aTokenWithoutTheRoleIsRefusedByThePermission(Operation operation) {
    String token = Issuer.sign(Issuer.claims("till-1", "default", "offline_access"));

    Response answer = operation.call(with(token), existing());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertProblem(answer, "permission-missing");
  }

  @ParameterizedTest
  @MethodSource("operationsOnOne")
  void toATokenOfAnotherTenantItIsAsIfThereWereNothing(Operation operation) {
    String token = Issuer.sign(Issuer.claims("till-1", "other", EVERYTHING));

    assertThat(operation.call(with(token), existing()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whoseTokenPermitsItIsLetIn(Operation operation) {
    String token = Issuer.sign(Issuer.claims("till-1", "default", EVERYTHING));

    Response answer = operation.call(with(token), existing());

    assertThat(answer.statusCode()).isNotIn(401, 403).isLessThan(500);
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() {
    assertRefused(
        destinations(
            Issuer.sign(
                Issuer.claims("till-1", "default", EVERYTHING)
                    .audience("https://another.example"))));
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() {
    assertRefused(
        destinations(
            Issuer.sign(
                Issuer.claims("till-1", "default", EVERYTHING).issuer("https://evil.example"))));
  }

  @Test
  void aTokenSignedByAKeyOfWhichNobodyHasHeardIsRefused() {
    assertRefused(
        destinations(Issuer.signByUnknown(Issuer.claims("till-1", "default", EVERYTHING))));
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    String[] parts = Issuer.sign(Issuer.claims("till-1", "default", EVERYTHING)).split("\\.", -1);
    String unsigned =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

    assertRefused(destinations(unsigned + "." + parts[1] + "."));
    assertRefused(destinations(parts[0] + "." + parts[1] + "."));
  }

  @Test
  void aTokenThatNamesNoTenantIsRefused() {
    Response answer = destinations(Issuer.sign(Issuer.claims("till-1", "No Tenant", EVERYTHING)));

    assertRefused(answer);
    assertThat(answer.<String>path("detail")).contains("tenant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer not.a.token",
        "Bearer a b",
        "Basic dXNlcjpwYXNz",
        "xyz"
      })
  void whatHoldsNoTokenIsRefused(String authorization) {
    Response answer =
        given()
            .filter(Contract.answersOnly())
            .header("Authorization", authorization)
            .get("/v1/destinations");

    assertRefused(answer);
  }

  @Test
  void whoIsAskedToBeKnownIsToldOfBothWays() {
    Response answer = given().filter(Contract.answersOnly()).get("/v1/destinations");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().getValues("WWW-Authenticate"))
        .containsExactly("ApiKey realm=\"postern\"", "Bearer realm=\"postern\"");
  }

  @Test
  void aKeyAndATokenTogetherAreRefused() {
    String token = Issuer.sign(Issuer.claims("till-1", "default", EVERYTHING));

    Response answer =
        given()
            .spec(with(token))
            .header("X-API-Key", Secured.key(Secured.ALL))
            .get("/v1/destinations");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertProblem(answer, "credentials-invalid");
  }

  @Test
  void aKeyLetsInAsBefore() {
    given()
        .header("X-API-Key", Secured.key(Secured.ALL))
        .get("/v1/destinations")
        .then()
        .statusCode(200);
  }

  @Test
  void aConfiguredRolePermitsWhatIsConfigured() {
    String token = Issuer.sign(Issuer.claims("till-1", "default", "clerk"));

    assertThat(destinations(token).<List<String>>path("destinations.name"))
        .contains("orders", "events");
    assertThat(publish(token, "orders").statusCode()).isEqualTo(201);
    assertThat(publish(token, "events").statusCode()).isEqualTo(403);
  }

  @Test
  void aBodyThatCameBeforeTheTokenWasVerifiedIsWhole() {
    String token = Issuer.sign(Issuer.claims("till-1", "default", EVERYTHING));
    byte[] payload = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    String id = publish(token, "orders", payload).then().statusCode(201).extract().path("id");

    assertThat(given().spec(with(token)).get("/v1/messages/" + id + "/payload").asByteArray())
        .isEqualTo(payload);
  }

  private static Map<String, String> existing() {
    return Map.of("id", SecurityMatrixTest.published("orders", Secured.ALL));
  }

  private static Response destinations(String token) {
    return given().spec(with(token)).filter(Contract.answersOnly()).get("/v1/destinations");
  }

  private static Response publish(String token, String destination) {
    return publish(token, destination, "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
  }

  private static Response publish(String token, String destination, byte[] payload) {
    return given()
        .spec(with(token))
        .filter(Contract.answersOnly())
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", fresh("key"))
        .header("Message-Group-Id", "tokens")
        .body(payload)
        .post("/v1/destinations/" + destination + "/messages");
  }

  private static RequestSpecification with(String token) {
    return new RequestSpecBuilder().addHeader("Authorization", "Bearer " + token).build();
  }

  private static void assertRefused(Response answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().getValues("WWW-Authenticate")).contains("Bearer realm=\"postern\"");
    assertProblem(answer, "credentials-invalid");
  }
}
