package dev.postern.testing;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Calls to the gateway as callers make them, every one held to the contract. */
public final class Gateway {
  private Gateway() {}

  /** A key or group that nobody had before. */
  public static String fresh(String what) {
    return what + "-" + UUID.randomUUID();
  }

  /** A message that is about to be published. */
  public static Publish publish(String destination) {
    return new Publish(destination);
  }

  /** A look-up by id, answered at once. */
  public static Response status(String id) {
    return given().filter(Contract.enforced()).get("/v1/messages/" + id);
  }

  /**
   * A look-up by id that is repeated, as callers should, until the message's state is final; the
   * test's own time-out ends that.
   */
  public static Response statusAtLast(String id) {
    while (true) {
      Response answer =
          given().filter(Contract.enforced()).header("Prefer", "wait=25").get("/v1/messages/" + id);
      boolean open =
          answer.statusCode() == 503
              || "accepted".equals(answer.path("status"))
              || "retrying".equals(answer.path("status"));
      if (!open) {
        return answer;
      }
    }
  }

  /** The payload of a message. */
  public static Response payload(String id) {
    return given().filter(Contract.enforced()).get("/v1/messages/" + id + "/payload");
  }

  /** A look-up by key. */
  public static Response lookup(String destination, String key) {
    return given()
        .filter(Contract.enforced())
        .contentType("application/json")
        .body(("{\"idempotencyKey\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8))
        .post("/v1/destinations/" + destination + "/messages/lookup");
  }

  /** One call to publish; immutable but for its own building. */
  public static final class Publish {
    private final String destination;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Contract contract = Contract.enforced();
    private byte[] body = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
    private String type = "application/json";

    private Publish(String destination) {
      this.destination = destination;
    }

    public Publish key(String key) {
      return header("Idempotency-Key", key);
    }

    public Publish group(String group) {
      return header("Message-Group-Id", group);
    }

    public Publish guarantee(String guarantee) {
      return header("Delivery-Guarantee", guarantee);
    }

    public Publish attributes(String attributes) {
      return header("Message-Attributes", attributes);
    }

    public Publish prefer(String prefer) {
      return header("Prefer", prefer);
    }

    public Publish header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    public Publish type(String mediaType) {
      type = mediaType;
      return this;
    }

    public Publish body(String text) {
      return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public Publish body(byte[] bytes) {
      body = bytes;
      return this;
    }

    /** The request is wrong on purpose; only its answer is held to the contract. */
    public Publish wrongOnPurpose() {
      contract = Contract.answersOnly();
      return this;
    }

    /** The call as it stands, for headers that are given more than once. */
    public RequestSpecification request() {
      RequestSpecification request =
          given()
              .config(
                  RestAssured.config()
                      .encoderConfig(
                          EncoderConfig.encoderConfig()
                              .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
              .filter(contract)
              .headers(headers);
      if (type != null) {
        request = request.header("Content-Type", type);
      }
      return body.length == 0 ? request : request.body(body);
    }

    /** Where it goes. */
    public String path() {
      return "/v1/destinations/" + destination + "/messages";
    }

    public Response send() {
      return request().post(path());
    }

    /** Sends it, and holds the answer to this status. */
    public ValidatableResponse answers(int status) {
      return send().then().statusCode(status);
    }

    /** Sends it, and tells the id that it was given. */
    public String id(int status) {
      return answers(status).extract().path("id");
    }
  }
}
