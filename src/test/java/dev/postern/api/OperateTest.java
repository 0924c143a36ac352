package dev.postern.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits and what died can be seen, and helped on. */
@QuarkusTest
class OperateTest {
  private static final String SKIPPING = "skipping";

  @AfterEach
  void clearFaults() {
    Faults.clear();
  }

  // --- blocked groups ---

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a/b?c#d%e", "..", "g#1"})
  void aRefusedMessageBlocksItsGroupAndSaysWhy(String name) {
    // Given a message that the broker refuses, and one behind it
    String group = name + UUID.randomUUID();
    String dead = refused("orders", group);
    String behind = accepted("orders", group);

    // Then the group says that, why, and for which message it waits
    Response answer = group("orders", group);
    answer
        .then()
        .statusCode(200)
        .body("groupId", equalTo(group))
        .body("groupRef", equalTo(ref(group)))
        .body("state", equalTo("blocked"))
        .body("depth", equalTo(2))
        .body("headMessageId", equalTo(dead))
        .body("reason", equalTo("refused"))
        .body("attempts", equalTo(1))
        .body("drainedBy", nullValue());
    assertThat(answer.<String>path("lastError")).contains("InvalidMessageContents");
    assertThat(status(behind)).isEqualTo("retrying");

    // And it is found among the blocked, not among the backlogged
    assertThat(listed("orders", "blocked")).contains(group);
    assertThat(listed("orders", "backlogged")).doesNotContain(group);
    skip("orders", group, dead).then().statusCode(200);
    until(() -> status(behind).equals("published"));
  }

  @Test
  void resumeTriesTheSameMessageAgainBeforeThoseBehindIt() {
    String group = fresh();
    String dead = refused("orders", group);
    String behind = accepted("orders", group);

    // When the group is resumed
    resume("orders", group).then().statusCode(202).body("state", equalTo("backlogged"));

    // Then both are published, in order, and nothing is left
    until(() -> status(behind).equals("published"));
    assertThat(status(dead)).isEqualTo("published");
    assertThat(message(dead).<String>path("publishedAt"))
        .isLessThanOrEqualTo(message(behind).path("publishedAt"));
    until(() -> group("orders", group).path("state").equals("clear"));
    assertThat(deadLetters("orders")).doesNotContain(dead);
    resume("orders", group)
        .then()
        .statusCode(409)
        .body("type", equalTo("https://postern.dev/problems/group-not-blocked"));
  }

  @Test
  void aResumedMessageThatIsRefusedAgainBlocksAgain() {
    String group = fresh();
    String dead = refused("orders", group);
    refuse(1);
    resume("orders", group).then().statusCode(202);
    until(() -> group("orders", group).path("state").equals("blocked"));
    assertThat(deadLetters("orders")).containsOnlyOnce(dead);
    skip("orders", group, dead).then().statusCode(200).body("state", equalTo("clear"));
  }

  @Test
  void skipGoesOnWithoutTheMessageWhichStaysListed() {
    String group = fresh();
    String dead = refused("orders", group);
    String behind = accepted("orders", group);

    skip("orders", group, dead).then().statusCode(200);

    until(() -> status(behind).equals("published"));
    assertThat(status(dead)).isEqualTo("dead");
    assertThat(deadLetters("orders")).contains(dead);
  }

  @Test
  void aMessageThatIsNotDeadYetDiesOfBeingSkipped() {
    // Given a broker that can't be reached, and a group that waits for it
    Faults.in(Faults.Service.SQS).status(503, "ServiceUnavailable");
    String group = fresh();
    String head = accepted("orders", group);
    String behind = accepted("orders", group);
    until(() -> group("orders", group).<Integer>path("attempts") > 0);
    group("orders", group)
        .then()
        .body("state", equalTo("backlogged"))
        .body("headMessageId", equalTo(head));
    assertThat(listed("orders", "backlogged")).contains(group);

    // When its first message is given up
    Response answer = skip("orders", group, head);
    assertThat(answer.statusCode()).isIn(200, 202);

    // Then it is dead of that, and the next is waited for
    until(() -> status(head).equals("dead"));
    message(head).then().body("reason", equalTo("skipped"));
    until(() -> behind.equals(group("orders", group).path("headMessageId")));
    Faults.clear();
    until(() -> status(behind).equals("published"));
  }

  @Test
  void skipNamesTheMessageThatItGivesUp() {
    String group = fresh();
    String dead = refused("orders", group);

    given()
        .filter(Contract.enforced())
        .post("/v1/destinations/orders/groups/" + ref(group) + "/skip")
        .then()
        .statusCode(428)
        .body("type", equalTo("https://postern.dev/problems/if-match-missing"));
    String another = (dead.startsWith("0") ? "1" : "0") + dead.substring(1);
    skip("orders", group, another).then().statusCode(412).body("messageId", equalTo(dead));
    skip("orders", group, "nothing").then().statusCode(412);
    given()
        .filter(Contract.enforced())
        .header("If-Match", dead)
        .post("/v1/destinations/orders/groups/" + ref(group) + "/skip")
        .then()
        .statusCode(400)
        .body("field", equalTo("If-Match"));
    skip("orders", group, dead).then().statusCode(200);
    skip("orders", group, dead).then().statusCode(412);
  }

  @Test
  void ofManySkipsAndResumesAtOnceEachIsDoneOrRefused() {
    String group = fresh();
    String dead = refused("orders", group);
    String behind = accepted("orders", group);

    List<CompletableFuture<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      boolean skips = i % 2 == 0;
      calls.add(
          CompletableFuture.supplyAsync(
              () -> (skips ? skip("orders", group, dead) : resume("orders", group)).statusCode()));
    }
    assertThat(calls.stream().map(CompletableFuture::join))
        .allMatch(status -> Set.of(200, 202, 409, 412).contains(status))
        .anyMatch(status -> status < 300);

    // Then nothing is stuck, whichever was first
    until(() -> status(behind).equals("published"));
    until(() -> Set.of("published", "dead").contains(status(dead)));
    until(() -> group("orders", group).path("state").equals("clear"));
  }

  @Test
  void whatIsNoGroupIsUnknown() {
    given()
        .filter(Contract.enforced())
        .get("/v1/destinations/orders/groups/=")
        .then()
        .statusCode(404);
    group("events", "g")
        .then()
        .statusCode(404)
        .body("type", equalTo("https://postern.dev/problems/group-unknown"));
    group("orders", fresh()).then().statusCode(200).body("state", equalTo("clear"));
  }

  // --- dead letters ---

  @Test
  void aBlockingLetterCanBeRedrivenButNotDeleted() {
    String group = fresh();
    String dead = refused("orders", group);
    String behind = accepted("orders", group);

    delete("orders", dead)
        .then()
        .statusCode(409)
        .body("type", equalTo("https://postern.dev/problems/dead-letter-blocks-group"));
    redrive("orders", dead, "{}").then().statusCode(202).body("id", equalTo(dead));
    until(() -> status(behind).equals("published"));
    assertThat(status(dead)).isEqualTo("published");
    redrive("orders", dead, "{}")
        .then()
        .statusCode(404)
        .body("type", equalTo("https://postern.dev/problems/dead-letter-unknown"));
  }

  @Test
  void aPassedLetterIsRedrivenOnlyWhereItsOrderMayChange() {
    // Given a message that died and was passed
    String group = fresh();
    String dead = refused(SKIPPING, group);
    assertThat(group(SKIPPING, group).<String>path("state")).isNotEqualTo("blocked");

    // When it is redriven, with its order and without
    redrive(SKIPPING, dead, "{}")
        .then()
        .statusCode(409)
        .body("type", equalTo("https://postern.dev/problems/reorder-not-allowed"))
        .body("field", equalTo("allowReorder"));
    assertThat(postNothing("/v1/destinations/" + SKIPPING + "/dead-letters/" + dead + "/redrive"))
        .isEqualTo(409);
    redrive(SKIPPING, dead, "{\"allowReorder\":true}").then().statusCode(202);

    // Then it is published under its old id
    until(() -> status(dead).equals("published"));
    assertThat(deadLetters(SKIPPING)).doesNotContain(dead);
  }

  @Test
  void withoutOrderALetterIsSimplyRedriven() {
    String dead = refused("events", null);
    redrive("events", dead, "{}").then().statusCode(202);
    until(() -> status(dead).equals("published"));
  }

  @Test
  void ofManyRedrivesAtOnceOneIsDone() {
    String dead = refused("events", null);
    List<CompletableFuture<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      calls.add(CompletableFuture.supplyAsync(() -> redrive("events", dead, "{}").statusCode()));
    }
    assertThat(calls.stream().map(CompletableFuture::join).sorted())
        .containsExactly(202, 404, 404, 404, 404, 404);
    until(() -> status(dead).equals("published"));
  }

  @Test
  void aDeletedLetterIsGone() {
    String group = fresh();
    String dead = refused(SKIPPING, group);

    delete(SKIPPING, dead).then().statusCode(204);

    assertThat(deadLetters(SKIPPING)).doesNotContain(dead);
    delete(SKIPPING, dead).then().statusCode(404);
    redrive(SKIPPING, dead, "{\"allowReorder\":true}").then().statusCode(404);
    assertThat(status(dead)).isEqualTo("dead");
  }

  @Test
  void manyLettersAreListedByPagesAndRedrivenInTheirOrder() {
    // Given more dead letters than a page holds
    refuse(1000);
    List<String> dead = new ArrayList<>();
    for (int i = 0; i < 105; i++) {
      dead.add(send("bulk", "g" + i % 5, "respond-async").then().extract().path("id"));
    }
    until(() -> deadLetters("bulk").size() >= 105);
    Faults.clear();

    // Then pages give each once, newest first
    List<String> pages = new ArrayList<>();
    String cursor = null;
    do {
      Response page = list("bulk", "dead-letters", query("limit", "40", "cursor", cursor));
      List<String> ids = page.then().statusCode(200).extract().path("deadLetters.id");
      assertThat(ids.size()).isLessThanOrEqualTo(40);
      pages.addAll(ids);
      cursor = page.path("next");
    } while (cursor != null);
    assertThat(pages).containsExactlyInAnyOrderElementsOf(dead);
    List<String> deaths = list("bulk", "dead-letters", Map.of()).path("deadLetters.diedAt");
    assertThat(deaths).isSortedAccordingTo((one, other) -> other.compareTo(one));
    assertThat(
            list("bulk", "dead-letters", query("reason", "skipped"))
                .<List<String>>path("deadLetters.id"))
        .isEmpty();

    // When they are redriven: first for show, then without order, then all
    redriveAll("bulk", "{\"dryRun\":true,\"allowReorder\":true}")
        .then()
        .statusCode(200)
        .body("dryRun", equalTo(true))
        .body("redriven", equalTo(100));
    redriveAll("bulk", "{\"limit\":3}")
        .then()
        .body("redriven", equalTo(0))
        .body("heldBack.size()", equalTo(3));
    assertThat(deadLetters("bulk")).hasSize(105);
    redriveAll("bulk", "{\"reason\":\"outcome-unknown\",\"allowReorder\":true}")
        .then()
        .body("redriven", equalTo(0))
        .body("next", nullValue());
    redriveAll("bulk", "{\"reason\":\"refused\",\"allowReorder\":true}")
        .then()
        .body("redriven", equalTo(100));
    redriveAll("bulk", "{\"allowReorder\":true}").then().body("redriven", equalTo(5));

    // Then all are published, those of each group in the order in which they died
    until(() -> dead.stream().allMatch(id -> status(id).equals("published")));
    for (int group = 0; group < 5; group++) {
      List<String> times = new ArrayList<>();
      for (int i = group; i < dead.size(); i += 5) {
        times.add(message(dead.get(i)).path("publishedAt"));
      }
      assertThat(times).isSorted();
    }
  }

  @Test
  void manyGroupsAreListedByPages() {
    // Given more waiting groups than a page holds
    Faults.in(Faults.Service.SQS).status(503, "ServiceUnavailable");
    Set<String> groups = new HashSet<>();
    for (int i = 0; i < 105; i++) {
      String group = "page-" + i;
      groups.add(group);
      send("bulk", group, "respond-async").then().statusCode(202);
    }
    // Waiting longer each time, they move in the index less and less often
    until(() -> pages("bulk", 30).containsAll(groups));

    // Then the destination tells how much that is
    until(
        () ->
            given()
                    .filter(Contract.enforced())
                    .get("/v1/destinations/bulk")
                    .<Integer>path("backlog.depth")
                >= 105);
    given()
        .get("/v1/destinations/bulk")
        .then()
        .body("backlog.depth", greaterThanOrEqualTo(105))
        .body("backlog.complete", equalTo(true));
    Faults.clear();
    until(() -> pages("bulk", 100).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "groups, limit, 0",
    "groups, limit, 101",
    "groups, limit, x",
    "groups, state, clear",
    "groups, cursor, x",
    "groups, cursor, eHg",
    "dead-letters, limit, -1",
    "dead-letters, reason, broken",
    "dead-letters, cursor, eHg",
    "dead-letters, cursor, '*'"
  })
  void malformedParametersAreNamed(String list, String parameter, String value) {
    given()
        .filter(Contract.answersOnly())
        .queryParam(parameter, value)
        .get("/v1/destinations/orders/" + list)
        .then()
        .statusCode(400)
        .body("type", equalTo("https://postern.dev/problems/parameter-malformed"))
        .body("field", equalTo(parameter));
  }

  @Test
  void aStoreThatDoesNotAnswerIsSaid() {
    Faults.in(Faults.Service.DYNAMODB).status(500, "InternalServerError");
    group("orders", "g").then().statusCode(503).header("Retry-After", equalTo("1"));
    list("orders", "dead-letters", Map.of()).then().statusCode(503);
    // What a destination promises is known all the same
    given()
        .filter(Contract.enforced())
        .get("/v1/destinations/audit")
        .then()
        .statusCode(200)
        .body("backlog", nullValue());
  }

  @Test
  void aLostAnswerLeavesTheChangeDoneOrNotDone() {
    String group = fresh();
    String dead = refused("orders", group);
    String behind = accepted("orders", group);

    // When the write of a resume is done, but its answer lost
    Faults.in(Faults.Service.DYNAMODB).action("TransactWriteItems").times(1).dropAfter();
    resume("orders", group).then().statusCode(503);

    // Then asking again tells that it is done, and the group goes on by itself
    resume("orders", group).then().statusCode(409);
    until(() -> status(behind).equals("published"));
    assertThat(status(dead)).isEqualTo("published");
  }

  @Test
  void anInterruptedRedriveLosesNothing() {
    String dead = refused("events", null);

    // When it fails between its two writes
    Faults.in(Faults.Service.DYNAMODB).action("TransactWriteItems").times(1).dropBefore();
    redrive("events", dead, "{}").then().statusCode(503);

    // Then the letter is as it was, and a second call finishes the work
    assertThat(status(dead)).isEqualTo("dead");
    assertThat(deadLetters("events")).contains(dead);
    redrive("events", dead, "{}").then().statusCode(202);
    until(() -> status(dead).equals("published"));
  }

  // --- unordered lanes ---

  @Test
  void aBacklogWithoutOrderIsSentInBatches() {
    Faults.in(Faults.Service.SQS).status(503, "ServiceUnavailable");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ids.add(send("unordered", null, "wait=0").then().statusCode(202).extract().path("id"));
    }
    // All of them are in their lanes once the callers' time is over
    until(() -> ids.stream().allMatch(id -> status(id).equals("retrying")));
    Faults.clear();
    until(() -> ids.stream().allMatch(id -> status(id).equals("published")));
  }

  // --- calls ---

  private static void refuse(int times) {
    Faults.in(Faults.Service.SQS)
        .action("SendMessageBatch")
        .times(times)
        .status(400, "InvalidMessageContents");
  }

  /** A message that the broker refused, twice: by its publisher's and its drainer's attempt. */
  private static String refused(String destination, String group) {
    refuse(1000);
    String id = send(destination, group, "respond-async").then().extract().path("id");
    until(() -> status(id).equals("dead"));
    if (group != null && !destination.equals(SKIPPING)) {
      until(() -> group(destination, group).path("state").equals("blocked"));
    }
    Faults.clear();
    return id;
  }

  private static String accepted(String destination, String group) {
    return send(destination, group, "respond-async").then().statusCode(202).extract().path("id");
  }

  /** Publishes as a careful client does: with the same key until the store has answered. */
  private static Response send(String destination, String group, String prefer) {
    RequestSpecification request =
        given()
            .filter(Contract.enforced())
            .header("Idempotency-Key", fresh())
            .header("Prefer", prefer)
            .contentType("application/json")
            .body("{\"n\":1}".getBytes(StandardCharsets.UTF_8));
    if (group != null) {
      request = request.header("Message-Group-Id", group);
    }
    String path = "/v1/destinations/" + destination + "/messages";
    Response answer = request.post(path);
    for (int tries = 1; answer.statusCode() == 503 && tries < 10; tries++) {
      answer = request.post(path);
    }
    return answer;
  }

  /** REST Assured would send a form. */
  private static int postNothing(String path) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Response message(String id) {
    return given().filter(Contract.enforced()).get("/v1/messages/" + id);
  }

  private static String status(String id) {
    Response answer = message(id);
    return answer.statusCode() == 200 ? answer.path("status") : "not said";
  }

  private static Response group(String destination, String group) {
    return given()
        .filter(Contract.enforced())
        .get("/v1/destinations/" + destination + "/groups/" + ref(group));
  }

  private static Response skip(String destination, String group, String message) {
    return given()
        .filter(Contract.enforced())
        .header("If-Match", "\"" + message + "\"")
        .post("/v1/destinations/" + destination + "/groups/" + ref(group) + "/skip");
  }

  private static Response resume(String destination, String group) {
    return given()
        .filter(Contract.enforced())
        .post("/v1/destinations/" + destination + "/groups/" + ref(group) + "/resume");
  }

  private static Response redrive(String destination, String id, String body) {
    return post("/v1/destinations/" + destination + "/dead-letters/" + id + "/redrive", body);
  }

  private static Response redriveAll(String destination, String body) {
    return post("/v1/destinations/" + destination + "/dead-letters/redrive", body);
  }

  private static Response post(String path, String body) {
    return given()
        .filter(Contract.enforced())
        .contentType("application/json")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(path);
  }

  private static Response delete(String destination, String id) {
    return given()
        .filter(Contract.enforced())
        .delete("/v1/destinations/" + destination + "/dead-letters/" + id);
  }

  private static Response list(String destination, String what, Map<String, String> query) {
    return given()
        .filter(Contract.enforced())
        .queryParams(query)
        .get("/v1/destinations/" + destination + "/" + what);
  }

  private static Map<String, String> query(String... pairs) {
    Map<String, String> query = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] != null) {
        query.put(pairs[i], pairs[i + 1]);
      }
    }
    return query;
  }

  private static List<String> listed(String destination, String state) {
    return pages(destination, "groups", "groups.groupId", query("state", state));
  }

  private static List<String> pages(String destination, int limit) {
    return pages(destination, "groups", "groups.groupId", query("limit", Integer.toString(limit)));
  }

  private static List<String> deadLetters(String destination) {
    return pages(destination, "dead-letters", "deadLetters.id", query());
  }

  private static List<String> pages(
      String destination, String what, String path, Map<String, String> query) {
    List<String> all = new ArrayList<>();
    String cursor = null;
    do {
      Map<String, String> more = new HashMap<>(query);
      if (cursor != null) {
        more.put("cursor", cursor);
      }
      Response page = list(destination, what, more);
      all.addAll(page.then().statusCode(200).extract().<List<String>>path(path));
      cursor = page.path("next");
    } while (cursor != null);
    return all;
  }

  private static String ref(String group) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(group.getBytes(StandardCharsets.US_ASCII));
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  private static void until(BooleanSupplier condition) {
    until(condition, Duration.ofSeconds(90));
  }

  private static void until(BooleanSupplier condition, Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("within %s", patience).isBefore(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
