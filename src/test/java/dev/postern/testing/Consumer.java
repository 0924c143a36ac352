package dev.postern.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A consumer of a subscription, every call of which is held to the contract. */
public record Consumer(String subscription) {
  private static final String MESSAGES = "messages";

  /** A call below the subscription's path. */
  public Response post(String action, String body) {
    return post(action, body, Contract.enforced());
  }

  /** The same, wrong on purpose; only its answer is held to the contract. */
  public Response postWrongly(String action, String body) {
    return post(action, body, Contract.answersOnly());
  }

  private Response post(String action, String body, Contract contract) {
    return given()
        .filter(contract)
        .contentType("application/json")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(path() + "/" + action);
  }

  private String path() {
    return "/v1/subscriptions/" + subscription;
  }

  /** What is read below the subscription's path. */
  public Response get(String path) {
    return given().filter(Contract.enforced()).get(path() + path);
  }

  public Response delete(String path) {
    return given().filter(Contract.enforced()).delete(path() + path);
  }

  /** A redrive of one dead letter. */
  public Response redrive(String id) {
    return given().filter(Contract.enforced()).post(path() + "/dead-letters/" + id + "/redrive");
  }

  /** Messages, within five seconds. */
  public List<Map<String, Object>> receive(int max) {
    return receive(max, 5);
  }

  public List<Map<String, Object>> receive(int max, int waitSeconds) {
    return post("receive", "{\"max\":" + max + ",\"waitSeconds\":" + waitSeconds + "}")
        .then()
        .statusCode(200)
        .extract()
        .path(MESSAGES);
  }

  /** The next message; there must be one within twenty seconds. */
  public Map<String, Object> one() {
    List<Map<String, Object>> messages = receive(1, 20);
    if (messages.isEmpty()) {
      throw new AssertionError("nothing came to " + subscription);
    }
    return messages.get(0);
  }

  public Response acknowledge(Map<String, Object> message) {
    return acknowledge(message, "");
  }

  /**
   * Acknowledges.
   *
   * @param result JSON, or nothing
   */
  public Response acknowledge(Map<String, Object> message, String result) {
    return tell("acknowledge", message, result.isEmpty() ? "" : ",\"result\":" + result);
  }

  /** Tells of one message, with these members beside its token. */
  public Response tell(String action, Map<String, Object> message, String members) {
    String token = (String) message.get("ackToken");
    return post(action, "{\"messages\":[{\"ackToken\":\"" + token + "\"" + members + "}]}");
  }
}
