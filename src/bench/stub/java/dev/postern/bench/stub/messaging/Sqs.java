package dev.postern.bench.stub.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import dev.postern.bench.stub.Tally;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Answers the operations of SQS. */
public final class Sqs {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int MOST_ENTRIES = 10;
  private static final int BILLED_BYTES = 64 * 1024;
  private static final Set<String> MESSAGE =
      Set.of(
          "Id",
          "QueueUrl",
          "MessageBody",
          "MessageAttributes",
          "MessageSystemAttributes",
          "MessageGroupId",
          "MessageDeduplicationId",
          "DelaySeconds");

  private final Queues queues;
  private final String baseUrl;

  /** Over those queues, at that port. */
  public Sqs(Queues queues, int port) {
    this.queues = queues;
    this.baseUrl = "http://localhost:" + port + "/" + Queues.ACCOUNT + "/";
  }

  /** The answer to one call. */
  public ObjectNode answer(String operation, JsonNode request, Tally tally) {
    return switch (operation) {
      case "SendMessageBatch" -> sendBatch(request, tally);
      case "SendMessage" -> sendOne(request, tally);
      case "CreateQueue" -> url(queues.create(Json.need(request, "QueueName").textValue()));
      case "GetQueueUrl" -> url(queues.named(Json.need(request, "QueueName").textValue()));
      case "ListQueues" -> list(request);
      case "GetQueueAttributes" -> attributes(queue(request));
      case "ReceiveMessage" -> receive(request);
      case "DeleteMessage" -> delete(request);
      default -> throw Refusal.notUnderstood("operation " + operation);
    };
  }

  private Queue queue(JsonNode request) {
    return queues.at(Json.need(request, "QueueUrl").textValue());
  }

  private ObjectNode url(Queue queue) {
    return Json.object().put("QueueUrl", baseUrl + queue.name());
  }

  private ObjectNode list(JsonNode request) {
    ObjectNode answer = Json.object();
    ArrayNode urls = answer.putArray("QueueUrls");
    queues
        .beginning(request.path("QueueNamePrefix").asText())
        .forEach(queue -> urls.add(baseUrl + queue.name()));
    return answer;
  }

  private static ObjectNode attributes(Queue queue) {
    ObjectNode answer = Json.object();
    answer
        .putObject("Attributes")
        .put("QueueArn", Queues.arn(queue))
        .put("MaximumMessageSize", Integer.toString(MOST_BYTES))
        .put("ApproximateNumberOfMessages", Integer.toString(queue.size()));
    return answer;
  }

  private ObjectNode sendOne(JsonNode request, Tally tally) {
    int bytes = size(request);
    tally.items(1);
    tally.billed(billed(bytes));
    return sent(queue(request), request);
  }

  private ObjectNode sendBatch(JsonNode request, Tally tally) {
    Json.onlyKnown(request, Set.of("QueueUrl", "Entries"));
    JsonNode entries = Json.need(request, "Entries");
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      throw new Refusal("TooManyEntriesInBatchRequest", "1 to 10 entries");
    }
    int bytes = 0;
    Set<String> ids = new HashSet<>();
    for (JsonNode entry : entries) {
      bytes += size(entry);
      if (!ids.add(Json.need(entry, "Id").textValue())) {
        throw new Refusal("BatchEntryIdsNotDistinct", "ids must be distinct");
      }
    }
    if (bytes > MOST_BYTES) {
      throw new Refusal("BatchRequestTooLong", "the batch is longer than 1 MiB");
    }
    tally.items(entries.size());
    tally.billed(billed(bytes));
    ObjectNode answer = Json.object();
    ArrayNode successful = answer.putArray("Successful");
    ArrayNode failed = answer.putArray("Failed");
    Queue queue = queue(request);
    for (JsonNode entry : entries) {
      try {
        successful.add(sent(queue, entry).put("Id", entry.get("Id").textValue()));
      } catch (Refusal refused) {
        failed
            .addObject()
            .put("Id", entry.get("Id").textValue())
            .put("Code", refused.code())
            .put("Message", refused.getMessage())
            .put("SenderFault", true);
      }
    }
    return answer;
  }

  /** Each begun 64 KB of a call is billed as a request. */
  static long billed(int bytes) {
    return Math.max(1, (bytes + BILLED_BYTES - 1) / BILLED_BYTES);
  }

  private static int size(JsonNode message) {
    Json.onlyKnown(message, MESSAGE);
    int body =
        Json.need(message, "MessageBody").textValue().getBytes(StandardCharsets.UTF_8).length;
    return body + attributesSize(message.path("MessageAttributes"));
  }

  /** Bytes of types and values. */
  static int attributesSize(JsonNode attributes) {
    int size = 0;
    for (JsonNode attribute : attributes) {
      for (JsonNode part : attribute) {
        size += part.textValue().length();
      }
    }
    return size;
  }

  private static ObjectNode sent(Queue queue, JsonNode message) {
    String body = message.get("MessageBody").textValue();
    Message taken =
        queue.send(
            new Queue.Sending(
                body,
                message.path("MessageGroupId").asText(),
                message.path("MessageDeduplicationId").asText(),
                message.path("MessageAttributes")));
    ObjectNode answer =
        Json.object().put("MessageId", taken.id()).put("MD5OfMessageBody", Digests.body(body));
    if (!message.path("MessageAttributes").isEmpty()) {
      answer.put("MD5OfMessageAttributes", Digests.attributes(message.get("MessageAttributes")));
    }
    if (!message.path("MessageSystemAttributes").isEmpty()) {
      answer.put(
          "MD5OfMessageSystemAttributes",
          Digests.attributes(message.get("MessageSystemAttributes")));
    }
    return queue.isFifo() ? answer.put("SequenceNumber", taken.sequenceNumber()) : answer;
  }

  /** Does not wait: what is there is given at once, or nothing. */
  private ObjectNode receive(JsonNode request) {
    ObjectNode answer = Json.object();
    ArrayNode messages = answer.putArray("Messages");
    for (Message message : queue(request).receive(request.path("MaxNumberOfMessages").asInt(1))) {
      if (message.attributes() == null) {
        throw Refusal.notUnderstood("receiving without --keep-bodies");
      }
      ObjectNode one = messages.addObject();
      one.put("MessageId", message.id())
          .put("ReceiptHandle", Long.toString(message.sequence()))
          .put("Body", message.body())
          .put("MD5OfBody", Digests.body(message.body()));
      if (request.has("MessageAttributeNames") && !message.attributes().isEmpty()) {
        one.put("MD5OfMessageAttributes", Digests.attributes(message.attributes()))
            .set("MessageAttributes", message.attributes());
      }
    }
    return answer;
  }

  private ObjectNode delete(JsonNode request) {
    queue(request).delete(Long.parseLong(Json.need(request, "ReceiptHandle").textValue()));
    return Json.object();
  }
}
