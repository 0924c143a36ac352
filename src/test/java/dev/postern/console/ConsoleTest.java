package dev.postern.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Faults;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console shows what the HTTP interface tells, and does what it does. */
@QuarkusTest
@Timeout(60)
class ConsoleTest {
  @AfterEach
  void clearFaults() {
    Faults.clear();
  }

  @Test
  void theOverviewListsEveryDestinationWithItsTermsAndNumbers() {
    String page = Given.page("/console");

    assertThat(page)
        .contains("<h1>Destinations</h1>")
        .contains("href=\"/console/destinations/orders\"", "href=\"/console/destinations/news\"")
        .contains("SQS queue, FIFO", "SNS topic")
        .contains("data-live=\"orders:rate\"", "data-state=\"closed\"");
  }

  @Test
  void theNumbersAreThereForTheCharts() {
    Response answer = given().get("/console/series.json");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.<Map<String, Object>>path("destinations")).containsKeys("orders", "events");
    assertThat(answer.<String>path("destinations.orders.say.breaker")).isEqualTo("closed");
    assertThat(answer.<Number>path("all.draw.rate")).isNotNull();
  }

  @Test
  void aDestinationShowsItsTermsAndWhichOfItsGroupsWait() {
    Given.Blocked blocked = Given.blockedGroup("orders");

    String page = Given.page("/console/destinations/orders");

    assertThat(page)
        .contains("<h1>orders</h1>", "256 KiB", "Dead letters")
        .contains(blocked.group(), "/console/destinations/orders/groups/" + blocked.ref());
    Given.skip("orders", blocked);
  }

  @Test
  void whatADestinationPromisesIsShownAlsoWhileTheStoreIsAway() {
    Faults.in(Faults.Service.DYNAMODB).status(500, "InternalServerError");

    // Not one whose backlog was counted a moment ago
    String page = Given.page("/console/destinations/chat");

    assertThat(page).contains("<h1>chat</h1>", "the store did not answer", "256 KiB");
  }

  @Test
  void aBlockedGroupIsResumed() {
    Given.Blocked blocked = Given.blockedGroup("orders");
    String address = "/console/destinations/orders/groups/" + blocked.ref();
    assertThat(Given.page(address))
        .contains("blocked", blocked.message(), "refused", "InvalidMessageContents")
        .contains("Resume", "Skip its first message");

    Response answer = Given.post(address + "/resume", Map.of());

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).endsWith(address + "?done=resumed");
    assertThat(Given.page(address + "?done=resumed")).contains("The group was resumed");
    Given.until(() -> Given.status(blocked.message()).equals("published"));
  }

  @Test
  void aSkipIsAskedAboutFirstAndThenGoesOnWithoutTheMessage() {
    Given.Blocked blocked = Given.blockedGroup("orders");
    String address = "/console/destinations/orders/groups/" + blocked.ref();

    String question = Given.page(address + "/skip");

    assertThat(question).contains("Skip the first message?", blocked.message());
    assertThat(Given.status(blocked.message())).isEqualTo("dead");
    Response answer = Given.post(address + "/skip", Map.of("message", blocked.message()));
    assertThat(answer.statusCode()).isEqualTo(303);
    Given.until(() -> Given.page(address).contains("data-state=\"clear\""));
    // And what it does not wait for any more is not skipped
    Response again = Given.post(address + "/skip", Map.of("message", blocked.message()));
    assertThat(again.statusCode()).isEqualTo(412);
    assertThat(again.asString()).contains("Nothing was skipped");
  }

  @Test
  void deadLettersAreListedByReasonRedrivenAndDeleted() {
    String redriven = Given.deadLetter("events");
    String deleted = Given.deadLetter("events");
    String list = "/console/destinations/events/dead-letters";
    assertThat(Given.page(list)).contains(redriven, deleted, "InvalidMessageContents");
    assertThat(Given.page(list + "?reason=skipped")).doesNotContain(redriven);

    assertThat(Given.post(list + "/" + redriven + "/redrive", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(Given.page(list + "/" + deleted + "/delete")).contains("Delete the dead letter?");
    assertThat(Given.page(list)).contains(deleted);
    assertThat(Given.post(list + "/" + deleted + "/delete", Map.of()).statusCode()).isEqualTo(303);

    Given.until(() -> Given.status(redriven).equals("published"));
    assertThat(Given.page(list)).doesNotContain(redriven).doesNotContain(deleted);
    assertThat(Given.post(list + "/" + deleted + "/delete", Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void aRedriveOfAllIsTriedFirst() {
    String dead = Given.deadLetter("news");
    String list = "/console/destinations/news/dead-letters";

    String question = Given.page(list + "/redrive?reason=refused");

    assertThat(question).containsPattern("A trial run: [1-9]\\d* messages? that died of refused");
    assertThat(Given.status(dead)).isEqualTo("dead");
    Response answer = Given.post(list + "/redrive", Map.of("reason", "refused"));
    assertThat(answer.header("Location")).endsWith(list + "?done=redriven-all");
    Given.until(() -> Given.status(dead).equals("published"));
    assertThat(Given.page(list + "/redrive?reason=refused"))
        .contains("0 messages")
        .doesNotContain("<button class=\"danger\"");
  }

  @Test
  void aRedriveOutOfOrderIsAskedAbout() {
    Given.Blocked blocked = Given.blockedGroup("orders");
    String group = "/console/destinations/orders/groups/" + blocked.ref();
    Given.post(group + "/skip", Map.of("message", blocked.message()));
    Given.until(() -> Given.page(group).contains("data-state=\"clear\""));
    String redrive = "/console/destinations/orders/dead-letters/" + blocked.message() + "/redrive";

    Response question = Given.post(redrive, Map.of());

    assertThat(question.statusCode()).isEqualTo(409);
    assertThat(question.asString()).contains("Redrive it out of order?", "Nothing was done");
    assertThat(Given.post(redrive, Map.of("allowReorder", "true")).statusCode()).isEqualTo(303);
    Given.until(() -> Given.status(blocked.message()).equals("published"));
  }

  @Test
  void aMessageIsLookedUpByItsKeyWhichStandsInNoAddress() {
    Given.Published published = Given.published("orders");

    Response answer =
        Given.post("/console/messages", Map.of("destination", "orders", "key", published.key()));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).endsWith("/console/messages/" + published.id());
    assertThat(answer.header("Location")).doesNotContain(published.key());
    assertThat(Given.page("/console/messages/" + published.id()))
        .contains("<strong>Accepted</strong>", "<strong>Published</strong>", published.group());
  }

  @Test
  void whatIsNotFoundIsSaidOnThePageThatAsked() {
    Response byKey =
        Given.post("/console/messages", Map.of("destination", "orders", "key", "nobody's"));
    assertThat(byKey.statusCode()).isEqualTo(404);
    assertThat(byKey.asString()).contains("No message of this destination has this key.");

    Response byId = given().get("/console/messages/nothing");
    assertThat(byId.statusCode()).isEqualTo(404);
    assertThat(byId.contentType()).startsWith("text/html");
    assertThat(byId.asString()).contains("The message is unknown");
  }

  @Test
  void aPayloadIsShownAsTextAndNeverAsAPage() {
    String id = Given.published("orders", "<script>alert(1)</script>").id();

    String page = Given.post("/console/messages/" + id + "/payload", Map.of()).asString();

    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;").doesNotContain("<script>a");
  }

  @Test
  void subscriptionsAreListedAndShown() {
    assertThat(Given.page("/console/subscriptions"))
        .contains("fulfilment", "balances", "exactly once", "sequence");
    assertThat(Given.page("/console/subscriptions/balances"))
        .contains("<h1>balances</h1>", "On the queue", "Missing numbers", "numbers ahead")
        .doesNotContain("Go on pushing");
    assertThat(Given.page("/console/subscriptions/balances/dead-letters")).contains("None");
    assertThat(Given.page("/console/subscriptions/balances/dead-letters/redrive"))
        .contains("0 messages");
  }

  @Test
  void whatASubscriptionIsNotIsRefused() {
    Response pause = Given.post("/console/subscriptions/balances/pause", Map.of("reason", "why"));
    assertThat(pause.statusCode()).isEqualTo(409);
    Response skip =
        Given.post(
            "/console/subscriptions/balances/gaps/skip", Map.of("groupId", "g", "upTo", "7"));
    assertThat(skip.statusCode()).isEqualTo(404);
    assertThat(skip.asString()).contains("The gap is unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/destinations/nowhere",
        "/console/destinations/nowhere/dead-letters",
        "/console/destinations/orders/groups/=",
        "/console/subscriptions/nowhere",
        "/console/messages/nothing"
      })
  void whatThereIsNotIsSaidOnAPage(String path) {
    Response answer = given().get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.contentType()).startsWith("text/html");
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
  }

  @Test
  void nothingOnAPageRunsOrStylesFromWithinIt() {
    List.of("/console", "/console/messages", "/console/subscriptions", "/console/sign-in")
        .forEach(
            path ->
                assertThat(Given.page(path))
                    .doesNotContain("style=", "<style", "onclick", "javascript:")
                    .doesNotContainPattern("<script(?![^>]* src=\"/)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/assets/console.css",
        "/console/assets/console.js",
        "/console/assets/mark.svg",
        "/webjars/uplot/dist/uPlot.iife.min.js",
        "/webjars/uplot/dist/uPlot.min.css"
      })
  void whatPagesAreMadeOfIsServed(String path) {
    assertThat(given().get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console;a=b", "/console/;a=b/messages", "/console;a=b/series.json"})
  void noSpellingLeadsPastTheDoor(String path) {
    Response answer = given().urlEncodingEnabled(false).get(path);

    assertThat(answer.statusCode()).isNotEqualTo(200);
  }
}
