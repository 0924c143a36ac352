package dev.postern.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.security.Secured;
import dev.postern.testing.Gateway;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With security on, the console is for who has a key, and shows what that one may see. */
@QuarkusTest
@TestProfile(Secured.class)
@Timeout(120)
class ConsoleSignInTest {
  private static final String COOKIE = "postern-console";
  private static final String NOBODYS = "6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V";

  static Stream<String> pages() {
    return Stream.of(
        "/console",
        "/console/series.json",
        "/console/destinations/orders",
        "/console/destinations/orders/groups/Zw",
        "/console/destinations/orders/groups/Zw/skip",
        "/console/destinations/orders/dead-letters",
        "/console/destinations/orders/dead-letters/redrive",
        "/console/messages",
        "/console/messages/" + NOBODYS,
        "/console/subscriptions",
        "/console/subscriptions/balances",
        "/console/subscriptions/balances/gaps/skip",
        "/console/subscriptions/balances/dead-letters",
        "/console/subscriptions/balances/dead-letters/redrive");
  }

  static Stream<String> actions() {
    return Stream.of(
        "/console/sign-out",
        "/console/messages",
        "/console/messages/" + NOBODYS + "/payload",
        "/console/destinations/orders/groups/Zw/skip",
        "/console/destinations/orders/groups/Zw/resume",
        "/console/destinations/orders/dead-letters/redrive",
        "/console/destinations/orders/dead-letters/" + NOBODYS + "/redrive",
        "/console/destinations/orders/dead-letters/" + NOBODYS + "/delete",
        "/console/subscriptions/balances/pause",
        "/console/subscriptions/balances/resume",
        "/console/subscriptions/balances/gaps/skip",
        "/console/subscriptions/balances/dead-letters/redrive",
        "/console/subscriptions/balances/dead-letters/" + NOBODYS + "/redrive",
        "/console/subscriptions/balances/dead-letters/" + NOBODYS + "/payload",
        "/console/subscriptions/balances/dead-letters/" + NOBODYS + "/delete");
  }

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  // --- the door ---

  @ParameterizedTest
  @MethodSource("pages")
  void whoIsNotSignedInIsSentToTheSignIn(String path) {
    Response answer = nobody().get(path);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).contains("/console/sign-in");
    assertThat(answer.asString()).isEmpty();
    assertThat(nobody().header("X-API-Key", Secured.key(Secured.ALL)).get(path).statusCode())
        .as("a key in a header is no session")
        .isEqualTo(303);
  }

  @ParameterizedTest
  @MethodSource("actions")
  void whoIsNotSignedInDoesNothing(String path) {
    Response answer = own(nobody()).formParam("reason", "why").post(path);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).endsWith("/console/sign-in");
  }

  @ParameterizedTest
  @MethodSource("actions")
  void aFormOfAnotherSiteIsRefused(String path) {
    RequestSpecification session = session(Secured.ALL);
    Map.of(
            "Sec-Fetch-Site", "cross-site",
            "Origin", "http://localhost.example")
        .forEach(
            (name, value) ->
                assertThat(
                        given()
                            .spec(session)
                            .header(name, value)
                            .formParam("reason", "why")
                            .post(path)
                            .statusCode())
                    .as(name)
                    .isEqualTo(403));
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Sec-Fetch-Site, none",
    "Origin, null",
    "Origin, http://localhost",
    "Origin, http://localhost:1",
    "Origin, not an origin",
    "X-Nothing, said"
  })
  void aSignInThatNoPageOfTheConsolesSentIsRefused(String name, String value) {
    Response answer =
        nobody()
            .header(name, value)
            .formParam("key", Secured.key(Secured.ALL))
            .post("/console/sign-in");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.cookies()).isEmpty();
  }

  // --- sessions ---

  @Test
  void aKeyBeginsASessionWhoseCookieDoesNotTellIt() {
    Cookie cookie = signedIn(Secured.ALL).detailedCookie(COOKIE);

    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getSameSite()).isEqualTo("Strict");
    assertThat(cookie.getPath()).isEqualTo("/console");
    assertThat(cookie.getMaxAge()).isEqualTo(8 * 60 * 60);
    assertThat(cookie.isSecured()).isFalse();
    assertThat(cookie.getValue()).doesNotContain("key", "all");
    assertThat(session(Secured.ALL).get("/console").asString())
        .contains("Sign out", Secured.ALL, "/console/destinations/orders");
  }

  @ParameterizedTest
  @CsvSource({"X-Forwarded-Proto, https", "Forwarded, for=1.2.3.4;proto=https"})
  void behindTlsTheCookieStaysThere(String name, String value) {
    Response answer =
        own(nobody())
            .header(name, value)
            .formParam("key", Secured.key(Secured.ALL))
            .post("/console/sign-in");

    assertThat(answer.detailedCookie(COOKIE).isSecured()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "the key of nobody"})
  void aKeyThatNobodyHasBeginsNone(String key) {
    Response answer = own(nobody()).formParam("key", key).post("/console/sign-in");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.cookies()).isEmpty();
    assertThat(answer.asString()).contains("Nobody has this key.").doesNotContain("value=\"wrong");
  }

  @ParameterizedTest
  @CsvSource({
    "/console/destinations/orders, /console/destinations/orders",
    "/console/messages, /console/messages",
    "https://elsewhere.example, /console",
    "//elsewhere.example, /console",
    "/console/../v1/messages, /console",
    "/console//elsewhere, /console",
    "/consolet, /console",
    "/console?a=b, /console"
  })
  void theSignInGoesOnToPagesOfTheConsolesOnly(String to, String goesTo) {
    Response answer =
        own(nobody())
            .formParam("key", Secured.key(Secured.ALL))
            .formParam("to", to)
            .post("/console/sign-in");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo(goesTo);
  }

  @Test
  void aCookieThatWasNotMadeHereIsNoSession() {
    String good = signedIn(Secured.ALL).cookie(COOKIE);
    String changed = (good.startsWith("A") ? "B" : "A") + good.substring(1);
    for (String bad :
        new String[] {changed, good + "A", good.substring(4), "the-key-of-all", "x"}) {
      Response answer = nobody().cookie(COOKIE, bad).get("/console");

      assertThat(answer.statusCode()).as(bad).isEqualTo(303);
      assertThat(answer.detailedCookie(COOKIE).getMaxAge()).isZero();
    }
  }

  @Test
  void signingOutEndsTheSession() {
    Response answer = own(session(Secured.ALL)).post("/console/sign-out");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.detailedCookie(COOKIE).getMaxAge()).isZero();
    assertThat(answer.detailedCookie(COOKIE).getValue()).isNullOrEmpty();
  }

  // --- who sees what ---

  @Test
  void anotherTenantsThingsAreUnknown() {
    assertThat(session(Secured.ALL).get("/console").asString()).doesNotContain("theirs");
    assertThat(session(Secured.ALL).get("/console/series.json").asString())
        .doesNotContain("theirs");
    assertThat(session(Secured.FOREIGN).get("/console").asString())
        .contains("theirs")
        .doesNotContain("orders");
    for (String path :
        new String[] {
          "/console/destinations/theirs",
          "/console/destinations/theirs/dead-letters",
          "/console/subscriptions/theirs",
          "/console/subscriptions/theirs/dead-letters"
        }) {
      assertThat(session(Secured.ALL).get(path).statusCode()).as(path).isEqualTo(404);
      assertThat(session(Secured.FOREIGN).get(path).statusCode()).as(path).isEqualTo(200);
    }
    String id = published();
    assertThat(session(Secured.ALL).get("/console/messages/" + id).statusCode()).isEqualTo(200);
    assertThat(session(Secured.FOREIGN).get("/console/messages/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void whoMayNotOperateSeesNoButtonsAndDoesNothing() {
    RequestSpecification session = session(Secured.allBut("operate"));
    String letters = "/console/destinations/orders/dead-letters";

    assertThat(given().spec(session).get(letters).asString()).doesNotContain("Redrive");
    assertThat(own(session).post(letters + "/" + NOBODYS + "/delete").statusCode()).isEqualTo(403);
    assertThat(given().spec(session).get(letters + "/redrive").statusCode()).isEqualTo(403);
    assertThat(session(Secured.only("operate")).get(letters).statusCode()).isEqualTo(403);
  }

  @Test
  void whoMayNotReadPayloadsSeesNone() {
    String id = published();
    String path = "/console/messages/" + id;
    RequestSpecification may = session(Secured.ALL);
    RequestSpecification mayNot = session(Secured.allBut("read-payload"));

    assertThat(given().spec(may).get(path).asString()).contains("Show the payload");
    assertThat(own(may).post(path + "/payload").asString()).contains("{&quot;n&quot;:1}");
    assertThat(given().spec(mayNot).get(path).asString()).doesNotContain("Show the payload");
    assertThat(own(mayNot).post(path + "/payload").statusCode()).isEqualTo(403);
  }

  @Test
  void whoMayOnlyPublishSeesTheTermsAndNothingThatWaits() {
    RequestSpecification session = session(Secured.only("publish"));

    assertThat(given().spec(session).get("/console/destinations/orders").asString())
        .contains("Terms")
        .doesNotContain("Groups that wait", "Dead letters</h2>");
    assertThat(given().spec(session).get("/console/messages").asString())
        .doesNotContain("<option>orders");
    assertThat(given().spec(session).get("/console/destinations/orders/dead-letters").statusCode())
        .isEqualTo(403);
  }

  // --- what browsers are told ---

  static Stream<String> everything() {
    return Stream.concat(
        pages(), Stream.of("/console/sign-in", "/console/assets/console.js", "/console/nothing"));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void everyAnswerTellsBrowsersToRunAndFrameNothingElse(String path) {
    Response answer = session(Secured.ALL).get(path);

    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .contains("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(answer.header("Cache-Control"))
        .isEqualTo(path.contains("/assets/") ? "no-cache" : "no-store");
  }

  // --- calls ---

  private static RequestSpecification nobody() {
    return given().redirects().follow(false);
  }

  /** As a form of the console's own is sent. */
  private static RequestSpecification own(RequestSpecification session) {
    return given()
        .spec(session)
        .redirects()
        .follow(false)
        .header("Sec-Fetch-Site", "same-origin")
        .contentType("application/x-www-form-urlencoded; charset=utf-8");
  }

  private static Response signedIn(String caller) {
    Response answer = own(nobody()).formParam("key", Secured.key(caller)).post("/console/sign-in");
    assertThat(answer.statusCode()).isEqualTo(303);
    return answer;
  }

  private static RequestSpecification session(String caller) {
    return nobody().cookie(COOKIE, signedIn(caller).cookie(COOKIE));
  }

  private static String published() {
    return given()
        .header("X-API-Key", Secured.key(Secured.ALL))
        .header("Idempotency-Key", Gateway.fresh("key"))
        .header("Message-Group-Id", Gateway.fresh("group"))
        .header("Prefer", "wait=25")
        .contentType("application/json")
        .body("{\"n\":1}")
        .post("/v1/destinations/orders/messages")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }
}
