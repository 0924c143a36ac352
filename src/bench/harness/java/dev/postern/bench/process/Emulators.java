package dev.postern.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The embedded AWS services of tests and development: DynamoDB Local and ElasticMQ behind proxies
 * that count calls, all in one process. Systems are led through the proxies; what is asked here
 * goes past them. The proxies do not tell systems apart, so each system has a process of its own.
 */
public final class Emulators implements Aws {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROXY = "-proxy";
  private static final String CONTROL = "control";
  private static final List<String> SERVICES =
      List.of(
          "dynamodb",
          "sqs",
          "sns",
          "kms",
          "dynamodb" + PROXY,
          "sqs" + PROXY,
          "sns" + PROXY,
          "kms" + PROXY,
          CONTROL);

  private static final int FIRST_PLACE = 20;
  private static final int MOST_ENTRIES = 10;

  /** Longer than all of a queue is received. */
  private static final int INVISIBLE_SECONDS = 600;

  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/any/aws4_request,"
          + " SignedHeaders=host, Signature=none";

  private final HttpClient client = HttpClient.newHttpClient();

  /** The arguments with which the program takes the benchmark's ports, and ends with this one. */
  public static List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (String service : SERVICES) {
      arguments.add("--" + service);
      arguments.add(Integer.toString(port(service)));
    }
    arguments.add("--parent");
    arguments.add(Long.toString(ProcessHandle.current().pid()));
    return arguments;
  }

  private static int port(String service) {
    return Ports.at(FIRST_PLACE + SERVICES.indexOf(service));
  }

  private static URI at(String service) {
    return URI.create("http://127.0.0.1:" + port(service) + "/");
  }

  /** What answers 200 once all of them do. */
  public URI ready() {
    return at(CONTROL).resolve("identity");
  }

  @Override
  public URI endpoint(String service) {
    return at(service + PROXY);
  }

  /** Of all who called: one system. */
  @Override
  public Map<String, Counts> counts(String system) throws IOException, InterruptedException {
    JsonNode all = send(HttpRequest.newBuilder(at(CONTROL).resolve("calls")).build());
    Map<String, Counts> counts = new HashMap<>();
    for (JsonNode service : all) {
      for (Map.Entry<String, JsonNode> action : service.properties()) {
        counts.merge(
            action.getKey(), new Counts(action.getValue().asLong(), 0, 0, 0, 0), Counts::plus);
      }
    }
    return counts;
  }

  /** Receives and deletes all that it holds. */
  @Override
  public String queue(String name) throws IOException, InterruptedException {
    StringBuilder lines = new StringBuilder();
    JsonNode messages = receive(name);
    while (!messages.isEmpty()) {
      for (JsonNode message : messages) {
        lines.append(message.path("Attributes").path("MessageGroupId").asText());
        lines.append('\t').append(message.get("Body").textValue()).append('\n');
      }
      delete(name, messages);
      messages = receive(name);
    }
    return lines.toString();
  }

  private JsonNode receive(String queue) throws IOException, InterruptedException {
    ObjectNode request = ofQueue(queue);
    request.put("MaxNumberOfMessages", MOST_ENTRIES).put("VisibilityTimeout", INVISIBLE_SECONDS);
    request.putArray("AttributeNames").add("MessageGroupId");
    return sqs("ReceiveMessage", request).path("Messages");
  }

  private void delete(String queue, JsonNode messages) throws IOException, InterruptedException {
    ObjectNode request = ofQueue(queue);
    ArrayNode entries = request.putArray("Entries");
    for (JsonNode message : messages) {
      entries
          .addObject()
          .put("Id", Integer.toString(entries.size()))
          .set("ReceiptHandle", message.get("ReceiptHandle"));
    }
    JsonNode failed = sqs("DeleteMessageBatch", request).path("Failed");
    if (!failed.isEmpty()) {
      throw new IOException("not deleted from " + queue + ": " + failed);
    }
  }

  @Override
  public int queueSize(String name) throws IOException, InterruptedException {
    String attribute = "ApproximateNumberOfMessages";
    ObjectNode request = ofQueue(name);
    request.putArray("AttributeNames").add(attribute);
    return sqs("GetQueueAttributes", request).path("Attributes").path(attribute).asInt();
  }

  @Override
  public int indexed(String table) throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode().put("TableName", table);
    JsonNode indexes =
        dynamoDb("DescribeTable", request).path("Table").path("GlobalSecondaryIndexes");
    int count = 0;
    for (JsonNode index : indexes) {
      request.set("IndexName", index.get("IndexName"));
      count += dynamoDb("Scan", request.put("Select", "COUNT")).get("Count").asInt();
    }
    return count;
  }

  private static ObjectNode ofQueue(String name) {
    return JSON.createObjectNode().put("QueueUrl", at("sqs") + "000000000000/" + name);
  }

  private JsonNode sqs(String operation, JsonNode request)
      throws IOException, InterruptedException {
    return call("sqs", "AmazonSQS." + operation, request);
  }

  private JsonNode dynamoDb(String operation, JsonNode request)
      throws IOException, InterruptedException {
    return call("dynamodb", "DynamoDB_20120810." + operation, request);
  }

  private JsonNode call(String service, String target, JsonNode request)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(at(service))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", target)
            .header("Authorization", SIGNATURE)
            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
            .build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
