package dev.postern.local.aws.sns;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of one call: {@code Action=Publish&MessageAttributes.entry.1.Name=…}. */
final class Query {
  private final Map<String, String> parameters;
  private final String prefix;

  private Query(Map<String, String> parameters, String prefix) {
    this.parameters = parameters;
    this.prefix = prefix;
  }

  static Query parse(String form) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return new Query(parameters, "");
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(parameters.get(prefix + name));
  }

  String require(String name) {
    return find(name).orElseThrow(() -> SnsException.invalidParameter(name));
  }

  /** {@code Attributes.entry.1.key=…&Attributes.entry.1.value=…}. */
  Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Query entry : list(name + ".entry", "key")) {
      map.put(entry.require("key"), entry.find("value").orElse(""));
    }
    return map;
  }

  /** {@code PublishBatchRequestEntries.member.1.Id=…}: those that have the given member. */
  List<Query> list(String name, String member) {
    List<Query> entries = new ArrayList<>();
    Query entry = new Query(parameters, prefix + name + ".1.");
    while (entry.find(member).isPresent()) {
      entries.add(entry);
      entry = new Query(parameters, prefix + name + "." + (entries.size() + 1) + ".");
    }
    return entries;
  }

  /** {@code MessageAttributes.entry.1.Name=…&MessageAttributes.entry.1.Value.DataType=…}. */
  List<MessageAttribute> messageAttributes() {
    return list("MessageAttributes.entry", "Name").stream().map(Query::messageAttribute).toList();
  }

  private MessageAttribute messageAttribute() {
    return new MessageAttribute(
        require("Name"),
        find("Value.DataType").orElse(""),
        find("Value.StringValue"),
        find("Value.BinaryValue").map(Query::base64));
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException wrong) {
      throw SnsException.invalidValue("BinaryValue is not Base64");
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrong) {
      throw SnsException.of("MalformedQueryString", "The query string contains a syntax error");
    }
  }
}
