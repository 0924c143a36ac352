package dev.postern.aws;

import dev.postern.message.Attribute;
import dev.postern.message.Bytes;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes of a message as stored: type and value of each, by its name. */
final class AttributeForm {
  private static final String TYPE = "t";
  private static final String VALUE = "v";

  private AttributeForm() {}

  static AttributeValue write(Map<String, Attribute> attributes) {
    Map<String, AttributeValue> forms = new HashMap<>();
    attributes.forEach(
        (name, attribute) -> {
          AttributeValue value = attribute.fold(Item::string, bytes -> Item.bytes(bytes.array()));
          forms.put(
              name,
              AttributeValue.fromM(Map.of(TYPE, Item.string(attribute.type()), VALUE, value)));
        });
    return AttributeValue.fromM(forms);
  }

  static Map<String, Attribute> read(Map<String, AttributeValue> forms) {
    Map<String, Attribute> attributes = new HashMap<>();
    forms.forEach((name, form) -> attributes.put(name, readOne(form.m())));
    return attributes;
  }

  private static Attribute readOne(Map<String, AttributeValue> form) {
    String type = form.get(TYPE).s();
    AttributeValue value = form.get(VALUE);
    return type.startsWith("Binary")
        ? new Attribute.Binary(type, new Bytes(value.b().asByteArrayUnsafe()))
        : string(type, value.s());
  }

  /** A text or a number, whichever the type says. */
  static Attribute string(String type, String value) {
    return type.startsWith("Number")
        ? new Attribute.Numeric(type, value)
        : new Attribute.Text(type, value);
  }
}
