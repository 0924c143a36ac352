package dev.postern.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** The CloudFormation template of the table, queues and topics. */
public final class Template {
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private Template() {}

  /** The properties of the only table. */
  public static JsonNode table() {
    List<JsonNode> tables = properties("AWS::DynamoDB::Table");
    if (tables.size() != 1) {
      throw new IllegalStateException(tables.size() + " tables");
    }
    return tables.get(0);
  }

  /** The properties of each queue. */
  public static List<JsonNode> queues() {
    return properties("AWS::SQS::Queue");
  }

  /** The properties of each topic. */
  public static List<JsonNode> topics() {
    return properties("AWS::SNS::Topic");
  }

  private static List<JsonNode> properties(String type) {
    return resources().stream()
        .filter(resource -> resource.path("Type").asText().equals(type))
        .map(resource -> resource.path("Properties"))
        .toList();
  }

  /** All that it makes, whatever that is. */
  public static List<JsonNode> resources() {
    try {
      JsonNode template = YAML.readTree(Manifests.K8S.resolve("aws/infrastructure.yaml").toFile());
      return StreamSupport.stream(template.path("Resources").spliterator(), false).toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
