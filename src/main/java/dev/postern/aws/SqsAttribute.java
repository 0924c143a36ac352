package dev.postern.aws;

import dev.postern.message.Attribute;
import dev.postern.message.Bytes;
import dev.postern.message.InvalidMessage;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Attributes as SQS takes and gives them. */
final class SqsAttribute {
  private SqsAttribute() {}

  static MessageAttributeValue string(String type, String text) {
    return MessageAttributeValue.builder().dataType(type).stringValue(text).build();
  }

  static MessageAttributeValue bytes(String type, Bytes bytes) {
    return MessageAttributeValue.builder()
        .dataType(type)
        .binaryValue(SdkBytes.fromByteArrayUnsafe(bytes.array()))
        .build();
  }

  static MessageAttributeValue write(Attribute attribute) {
    return attribute.fold(
        text -> string(attribute.type(), text), bytes -> bytes(attribute.type(), bytes));
  }

  /**
   * The attribute.
   *
   * @throws InvalidMessage where it is one that Postern would not take
   */
  static Attribute read(MessageAttributeValue value) {
    String type = String.valueOf(value.dataType());
    if (type.startsWith("Binary")) {
      return new Attribute.Binary(
          type,
          new Bytes(
              Optional.ofNullable(value.binaryValue())
                  .map(SdkBytes::asByteArrayUnsafe)
                  .orElseGet(() -> new byte[0])));
    }
    String text = Optional.ofNullable(value.stringValue()).orElse("");
    return type.startsWith("Number")
        ? new Attribute.Numeric(type, text)
        : new Attribute.Text(type, text);
  }
}
