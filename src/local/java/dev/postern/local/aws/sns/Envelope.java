package dev.postern.local.aws.sns;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;

/** What a queue gets without raw delivery: the message inside SNS's JSON, without a signature. */
final class Envelope {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Envelope() {}

  static String of(
      String topicArn, Publication publication, Optional<String> sequenceNumber, Instant at) {
    JsonObject json =
        new JsonObject().put("Type", "Notification").put("MessageId", publication.messageId());
    sequenceNumber.ifPresent(number -> json.put("SequenceNumber", number));
    json.put("TopicArn", topicArn);
    publication.subject().ifPresent(subject -> json.put("Subject", subject));
    json.put("Message", publication.message()).put("Timestamp", MILLIS.format(at));
    if (!publication.attributes().isEmpty()) {
      JsonObject attributes = new JsonObject();
      for (MessageAttribute attribute : publication.attributes()) {
        String value =
            attribute
                .binary()
                .map(bytes -> Base64.getEncoder().encodeToString(bytes))
                .or(attribute::text)
                .orElseThrow();
        attributes.put(
            attribute.name(), new JsonObject().put("Type", attribute.type()).put("Value", value));
      }
      json.put("MessageAttributes", attributes);
    }
    return json.encode();
  }
}
