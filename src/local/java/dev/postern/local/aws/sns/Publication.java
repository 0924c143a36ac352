package dev.postern.local.aws.sns;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One message as it was published, within SNS's limits.
 *
 * @param entryId its name within the batch
 * @param messageId fresh
 * @param group where the topic is FIFO
 * @param dedupId where the topic is FIFO: the explicit one, or the SHA-256 of the message
 */
record Publication(
    String entryId,
    String messageId,
    String message,
    Optional<String> subject,
    List<MessageAttribute> attributes,
    Optional<String> group,
    Optional<String> dedupId) {

  /** What a message and its attributes, and all of a batch together, may weigh. */
  static final int MAX_BYTES = 256 * 1024;

  private static final Pattern FIFO_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

  /**
   * Reads one.
   *
   * @throws SnsException in SNS's words, if it breaks a rule
   */
  static Publication of(Query query, Topic topic, String entryId) {
    String message = message(query);
    Optional<String> subject = query.find("Subject");
    if (subject.filter(text -> !text.matches("\\p{Graph}\\p{Print}{0,99}")).isPresent()) {
      throw SnsException.invalidParameter("Subject");
    }
    Optional<String> group = query.find("MessageGroupId").map(id -> fifoId("MessageGroupId", id));
    Optional<String> dedupId =
        query.find("MessageDeduplicationId").map(id -> fifoId("MessageDeduplicationId", id));
    if (topic.fifo()) {
      if (group.isEmpty()) {
        throw SnsException.invalidParameter(
            "The MessageGroupId parameter is required for FIFO topics");
      }
      if (dedupId.isEmpty()) {
        if (!topic.contentBasedDeduplication()) {
          throw SnsException.invalidParameter(
              "The topic should either have ContentBasedDeduplication enabled or"
                  + " MessageDeduplicationId provided explicitly");
        }
        dedupId = Optional.of(sha256(message));
      }
    } else if (dedupId.isPresent()) {
      throw SnsException.invalidParameter(
          "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
              + " that is not valid for this topic type");
    }
    Publication publication =
        new Publication(
            entryId,
            UUID.randomUUID().toString(),
            message,
            subject,
            query.messageAttributes(),
            topic.fifo() ? group : Optional.empty(),
            dedupId);
    if (publication.size() > MAX_BYTES) {
      throw SnsException.invalidParameter("Message too long");
    }
    return publication;
  }

  /** What the message and its attributes weigh, in bytes. */
  int size() {
    return message.getBytes(StandardCharsets.UTF_8).length
        + attributes.stream().mapToInt(MessageAttribute::size).sum();
  }

  private static String message(Query query) {
    String message = query.find("Message").orElse("");
    if (message.isEmpty()) {
      throw SnsException.invalidParameter("Empty message");
    }
    if (query.find("MessageStructure").isEmpty()) {
      return message;
    }
    if (!query.require("MessageStructure").equals("json")) {
      throw SnsException.invalidParameter("MessageStructure");
    }
    try {
      JsonObject byProtocol = new JsonObject(message);
      String byDefault = byProtocol.getString("default");
      if (byDefault != null) {
        return byProtocol.getString("sqs", byDefault);
      }
    } catch (DecodeException | ClassCastException wrong) {
      throw SnsException.invalidParameter("Message Structure - JSON message body failed to parse");
    }
    throw SnsException.invalidParameter(
        "Message Structure - No default entry in JSON message body");
  }

  private static String fifoId(String name, String id) {
    if (!FIFO_ID.matcher(id).matches()) {
      throw SnsException.invalidParameter(
          name + " Reason: can be up to 128 alphanumeric characters and punctuation");
    }
    return id;
  }

  private static String sha256(String message) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(message.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
