package dev.postern.aws;

import dev.postern.broker.Envelope;
import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.message.Attribute;
import dev.postern.message.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** What SQS and SNS have in common: attributes, and what their answers mean. */
final class BrokerMessage {
  /** Codes of entries or calls that say: not now, try again. */
  private static final Set<String> THROTTLED =
      Set.of(
          "RequestThrottled",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "Throttled",
          "KmsThrottled",
          "KMSThrottling",
          "KMSThrottlingException",
          "OverLimit");

  /** Codes that say: this message, never. */
  private static final Set<String> REFUSED =
      Set.of(
          "InvalidParameterValue",
          "InvalidParameterValueException",
          "InvalidParameter",
          "InvalidParameterException",
          "ParameterValueInvalid",
          "InvalidMessageContents",
          "InvalidAttributeName",
          "InvalidAttributeValue",
          "MessageTooLong",
          "BatchRequestTooLong",
          "MissingParameter");

  private BrokerMessage() {}

  /** All attributes of a message, its id among them. */
  static <V> Map<String, V> attributes(
      Outbound message, BiFunction<String, String, V> string, BiFunction<String, Bytes, V> bytes) {
    Map<String, V> values = new LinkedHashMap<>();
    values.put(Envelope.ID, string.apply("String", message.id().toString()));
    message
        .envelope()
        .attributes()
        .forEach((name, attribute) -> values.put(name, value(attribute, string, bytes)));
    return values;
  }

  private static <V> V value(
      Attribute attribute,
      BiFunction<String, String, V> string,
      BiFunction<String, Bytes, V> bytes) {
    return attribute.fold(
        text -> string.apply(attribute.type(), text),
        binary -> bytes.apply(attribute.type(), binary));
  }

  /** What an entry's error in a call that was answered means. */
  static SendResult failed(String code, String message, boolean senderFault) {
    String error = message == null ? code : code + ": " + message;
    if (THROTTLED.contains(code)) {
      return new SendResult.NotSent(error, true);
    }
    // A fault that is not the sender's is the service's own, of which it may have kept no account.
    return senderFault ? new SendResult.Refused(error) : new SendResult.Unknown(error);
  }

  /** What a call that failed as a whole means for each of its messages. */
  static List<SendResult> failed(Throwable failure, int messages) {
    Fault fault = Fault.of(failure);
    SendResult each;
    if (REFUSED.contains(fault.code())) {
      // Among several it need not be this one's fault: it counts, and is tried again.
      each =
          messages == 1
              ? new SendResult.Refused(fault.summary())
              : new SendResult.NotSent(fault.summary(), false);
    } else if (fault.isAnswered(4) || !fault.mayBeApplied()) {
      each = new SendResult.NotSent(fault.summary(), true);
    } else {
      each = new SendResult.Unknown(fault.summary());
    }
    return same(each, messages);
  }

  static List<SendResult> same(SendResult result, int messages) {
    List<SendResult> results = new ArrayList<>(messages);
    for (int i = 0; i < messages; i++) {
      results.add(result);
    }
    return results;
  }

  /** For what the broker answered nothing about. */
  static List<SendResult> unanswered(int messages) {
    return same(new SendResult.Unknown("no answer for this message"), messages);
  }
}
