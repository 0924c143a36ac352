package dev.postern.bench.stub.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a call in the query protocol, or those below a prefix.
 *
 * @param parameters by their whole names
 * @param prefix what the names here begin with
 */
record Form(Map<String, String> parameters, String prefix) {
  static Form parse(String body) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return new Form(parameters, "");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Empty where it is not there. */
  String get(String name) {
    return parameters.getOrDefault(prefix + name, "");
  }

  String need(String name) {
    String value = get(name);
    if (value.isEmpty()) {
      throw new Refusal("InvalidParameter", "Invalid parameter: " + name);
    }
    return value;
  }

  /** Those numbered from 1, as long as they have that member. */
  List<Form> list(String name, String member) {
    List<Form> all = new ArrayList<>();
    Form each = below(name, 1);
    while (!each.get(member).isEmpty()) {
      all.add(each);
      each = below(name, all.size() + 1);
    }
    return all;
  }

  private Form below(String name, int number) {
    return new Form(parameters, prefix + name + "." + number + ".");
  }

  /** As the JSON protocol of SQS has them. */
  ObjectNode messageAttributes() {
    ObjectNode attributes = Json.object();
    for (Form each : list("MessageAttributes.entry", "Name")) {
      ObjectNode value = attributes.putObject(each.get("Name"));
      value.put("DataType", each.need("Value.DataType"));
      if (each.get("Value.BinaryValue").isEmpty()) {
        value.put("StringValue", each.need("Value.StringValue"));
      } else {
        value.put("BinaryValue", each.get("Value.BinaryValue"));
      }
    }
    return attributes;
  }
}
