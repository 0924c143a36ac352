package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Faults.Service;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** On a sequenced destination a group's messages are numbered 1, 2, 3, at acceptance. */
@QuarkusTest
@Timeout(120)
class SequenceTest {
  private static final String PROBLEMS = "https://postern.dev/problems/";

  private final Inbox accounts = Inbox.ofQueue("accounts.fifo");
  private final String group = fresh("account");

  @BeforeEach
  void begin() {
    Ready.await();
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private Gateway.Publish message() {
    return publish("accounts").key(fresh("key")).group(group);
  }

  private Response group() {
    String ref =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(group.getBytes(StandardCharsets.UTF_8));
    return given().filter(Contract.enforced()).get("/v1/destinations/accounts/groups/" + ref);
  }

  @Test
  void numbersBeginAtOneAndAreToldEverywhere() {
    String first = message().answers(201).body("sequence", equalTo(1)).extract().path("id");
    message().answers(201).body("sequence", equalTo(2));
    publish("accounts")
        .key(fresh("key"))
        .group(fresh("other"))
        .answers(201)
        .body("sequence", equalTo(1));

    Gateway.status(first).then().body("sequence", equalTo(1));
    Message held = accounts.only(first);
    assertThat(Inbox.attribute(held, "sequence")).isEqualTo("1");
    assertThat(held.messageAttributes().get("sequence").dataType()).isEqualTo("Number");
    group().then().body("lastSequence", equalTo(2)).body("state", equalTo("clear"));
  }

  @Test
  void whereNothingIsCountedNoNumberIsTold() {
    publish("orders").key(fresh("key")).group(group).answers(201).body("sequence", nullValue());
  }

  @Test
  void aReplayTakesNoNumber() {
    Gateway.Publish once = message();
    once.answers(201).body("sequence", equalTo(1));
    once.answers(201).header("Idempotent-Replayed", "true").body("sequence", equalTo(1));
    message().answers(201).body("sequence", equalTo(2));
  }

  @Test
  void aRefusedMessageTakesNoNumber() {
    String key = fresh("key");
    publish("accounts").key(key).group(group).body("{\"n\":1}").answers(201);
    publish("accounts").key(key).group(group).body("{\"n\":2}").answers(422);
    message().answers(201).body("sequence", equalTo(2));
  }

  @Test
  void callersSideBySideLeaveNoGapAndShareNoNumber() {
    List<CompletableFuture<Integer>> calls =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> message().answers(201).extract().<Integer>path("sequence")))
            .toList();

    assertThat(calls.stream().map(CompletableFuture::join).map(Integer::longValue))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
  }

  @Test
  void duplicatesSideBySideTakeOneNumber() {
    Gateway.Publish once = message();
    List<CompletableFuture<Integer>> calls =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> once.answers(201).extract().<Integer>path("sequence")))
            .toList();

    assertThat(calls.stream().map(CompletableFuture::join)).containsOnly(1);
    message().answers(201).body("sequence", equalTo(2));
  }

  @Test
  void anAnswerOfTheStoreThatWasLostLeavesNoGap() {
    Faults.in(Service.DYNAMODB).action("TransactWriteItems").times(1).dropAfter();
    message().answers(201).body("sequence", equalTo(1));
    Faults.in(Service.DYNAMODB).action("TransactWriteItems").times(1).dropBefore();
    message().answers(201).body("sequence", equalTo(2));
    message().answers(201).body("sequence", equalTo(3));
  }

  @Test
  void anotherReplicasNumbersAreNotGivenAgain() {
    message().answers(201).body("sequence", equalTo(1));
    // Only this replica is here; that it does not trust its memory shows where the store's answer
    // is another than it expects.
    Faults.in(Service.DYNAMODB)
        .action("TransactWriteItems")
        .times(1)
        .status(400, "TransactionConflictException");
    message().answers(201).body("sequence", equalTo(2));
  }

  @Test
  void whoExpectsTheLastNumberIsLetIn() {
    message().header("Expected-Sequence", "0").answers(201).body("sequence", equalTo(1));
    message().header("Expected-Sequence", "1").answers(201).body("sequence", equalTo(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "17"})
  void whoExpectsAnotherIsToldTheLastNumber(String expected) {
    message().answers(201);
    message()
        .header("Expected-Sequence", expected)
        .answers(412)
        .body("type", equalTo(PROBLEMS + "sequence-mismatch"))
        .body("lastSequence", equalTo(1))
        .body("field", equalTo("Expected-Sequence"));
    message().answers(201).body("sequence", equalTo(2));
  }

  @Test
  void ofWritersWhoHaveSeenTheSameOneGoesOn() {
    message().answers(201);
    List<CompletableFuture<Integer>> calls =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> message().header("Expected-Sequence", "1").send().statusCode()))
            .toList();

    List<Integer> answers = new ArrayList<>();
    calls.forEach(call -> answers.add(call.join()));
    assertThat(answers).containsOnlyOnce(201).containsOnly(201, 412);
    group().then().body("lastSequence", equalTo(2));
  }

  @Test
  void aRetryOfOneThatWasLetInIsAReplayAndNoMismatch() {
    Gateway.Publish once = message().header("Expected-Sequence", "0");
    once.answers(201);
    message().answers(201);
    once.answers(201).header("Idempotent-Replayed", "true").body("sequence", equalTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.0", "x", "", "1234567890123456789"})
  void anExpectationThatIsNoNumberIsRefused(String expected) {
    message()
        .header("Expected-Sequence", expected)
        .wrongOnPurpose()
        .answers(400)
        .body("type", equalTo(PROBLEMS + "expected-sequence-malformed"));
  }

  @Test
  void anExpectationWhereNothingIsCountedIsRefused() {
    publish("orders")
        .key(fresh("key"))
        .group(group)
        .header("Expected-Sequence", "0")
        .answers(400)
        .body("type", equalTo(PROBLEMS + "expected-sequence-not-supported"));
  }

  @Test
  void atMostOnceIsNotOffered() {
    publish("accounts")
        .group(group)
        .guarantee("at-most-once")
        .answers(400)
        .body("type", equalTo(PROBLEMS + "guarantee-not-available"));
  }

  @Test
  void aSkippedMessagesNumberIsPassedByWithAMark() {
    // Given one that the broker refuses, which blocks the group, and one behind it
    Faults.in(Service.SQS)
        .action("SendMessageBatch")
        .times(1000)
        .status(400, "InvalidMessageContents");
    String dead = message().prefer("respond-async").id(202);
    Gateway.statusAtLast(dead).then().body("status", equalTo("dead"));
    Faults.clear();
    String behind = message().prefer("respond-async").id(202);

    // When a person gives it up
    Response blocked = group();
    while (!"blocked".equals(blocked.path("state"))) {
      blocked = group();
    }
    given()
        .filter(Contract.enforced())
        .header("If-Match", "\"" + dead + "\"")
        .post("/v1/destinations/accounts/groups/" + blocked.path("groupRef") + "/skip")
        .then()
        .statusCode(200);

    // Then a mark has its number, before the one behind it
    Gateway.statusAtLast(behind).then().body("status", equalTo("published"));
    Message mark = accounts.only(dead);
    assertThat(mark.body()).isEqualTo("{}");
    assertThat(Inbox.attribute(mark, "postern-gap")).isEqualTo("true");
    assertThat(Inbox.attribute(mark, "sequence")).isEqualTo("1");
    assertThat(accounts.bodiesOf(group)).containsExactly("{}", "{\"n\":1}");
  }

  @Test
  void aBatchIsNumberedInItsOrder() {
    List<String> items =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    "{\"idempotencyKey\":\""
                        + fresh("key")
                        + "\",\"groupId\":\""
                        + group
                        + "\",\"payload\":"
                        + i
                        + "}")
            .toList();
    Response answer =
        given()
            .filter(Contract.enforced())
            .contentType("application/json")
            .body(
                ("{\"messages\":[" + String.join(",", items) + "]}")
                    .getBytes(StandardCharsets.UTF_8))
            .post("/v1/destinations/accounts/messages/batch");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.<List<Map<String, Object>>>path("results.message"))
        .extracting(each -> each.get("sequence"))
        .containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void severalMessagesShareNoExpectation() {
    given()
        .filter(Contract.answersOnly())
        .contentType("application/json")
        .header("Expected-Sequence", "0")
        .body("{\"messages\":[]}".getBytes(StandardCharsets.UTF_8))
        .post("/v1/destinations/accounts/messages/batch")
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "expected-sequence-not-supported"));
  }
}
