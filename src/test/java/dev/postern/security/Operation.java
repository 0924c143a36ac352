package dev.postern.security;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.testing.Contract;
import dev.postern.testing.ContractFile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An operation of the contract, that can be called as its examples say. */
record Operation(String method, String path, JsonNode described) {
  static Operation of(Map.Entry<String, JsonNode> entry) {
    String[] line = entry.getKey().split(" ", 2);
    return new Operation(line[0], line[1], entry.getValue());
  }

  String permission() {
    return described.path("x-permission").asText();
  }

  /** The destination or subscription that it is about, if its path names one. */
  boolean names(String kind) {
    return path.contains("{" + kind + "}");
  }

  boolean isList() {
    return !path.contains("{");
  }

  /** Calls it, on these destinations, subscriptions and messages instead of the examples'. */
  Response call(RequestSpecification as, Map<String, String> instead) {
    String target = path;
    for (JsonNode reference : described.path("parameters")) {
      JsonNode parameter = ContractFile.resolve(reference);
      String name = parameter.path("name").asText();
      String value = instead.getOrDefault(name, parameter.path("example").asText());
      target = target.replace("{" + name + "}", value);
    }
    RequestSpecification request = given().spec(as).filter(Contract.answersOnly());
    JsonNode content = described.path("requestBody").path("content");
    if (!content.isEmpty()) {
      Map.Entry<String, JsonNode> first = content.properties().iterator().next();
      request = request.header("Content-Type", first.getKey()).body(body(first.getValue()));
    }
    return request.request(method, target);
  }

  private static byte[] body(JsonNode content) {
    JsonNode example =
        ContractFile.resolve(content.path("examples").elements().next()).path("value");
    String text = example.isTextual() ? example.asText() : example.toString();
    return text.replace("\"waitSeconds\":5", "\"waitSeconds\":0").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
