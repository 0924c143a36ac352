package dev.postern.testing;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What must hold within an OpenAPI document of ours, checked without any server. */
final class ContractLint {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final String PROBLEM = "application/problem+json";
  private static final Pattern OPERATION_ID = Pattern.compile("[a-z][a-zA-Z0-9]*");

  private final JsonNode document;
  private final SchemaValidator schemas;
  private final List<String> faults = new ArrayList<>();

  private ContractLint(JsonNode document) {
    this.document = document;
    this.schemas =
        new SchemaValidator(
            Json.mapper().convertValue(document, OpenAPI.class), new MessageResolver());
  }

  /** Everything that is wrong with the document, in words; nothing if it is sound. */
  static List<String> faults(JsonNode document) {
    ContractLint lint = new ContractLint(document);
    if (!document.path("openapi").asText().equals("3.0.3")) {
      lint.faults.add("openapi is not 3.0.3");
    }
    lint.checkReferences("#", document);
    if (lint.faults.isEmpty()) {
      lint.checkOperations();
      lint.checkExamples("#", document);
      lint.checkSchemas();
      lint.checkProblems();
    }
    return lint.faults;
  }

  private void checkReferences(String at, JsonNode node) {
    JsonNode reference = node.path("$ref");
    if (reference.isTextual()
        && (!reference.asText().startsWith("#/")
            || document.at(reference.asText().substring(1)).isMissingNode())) {
      faults.add(at + ": nothing at " + reference.asText());
    }
    forEachChild(at, node, this::checkReferences);
  }

  private void checkOperations() {
    Set<String> ids = new HashSet<>();
    Set<String> tags = new HashSet<>();
    document.path("tags").forEach(it -> tags.add(it.path("name").asText()));
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> it : path.getValue().properties()) {
        if (METHODS.contains(it.getKey())) {
          String at = it.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
          checkOperation(at, path.getKey(), it.getValue(), tags);
          if (!ids.add(it.getValue().path("operationId").asText())) {
            faults.add(at + ": operationId is taken");
          }
        }
      }
    }
  }

  private void checkOperation(String at, String path, JsonNode operation, Set<String> tags) {
    if (!OPERATION_ID.matcher(operation.path("operationId").asText()).matches()) {
      faults.add(at + ": operationId is not in lowerCamelCase");
    }
    for (String member : List.of("summary", "description")) {
      if (operation.path(member).asText().isBlank()) {
        faults.add(at + ": no " + member);
      }
    }
    if (operation.path("tags").isEmpty()) {
      faults.add(at + ": no tags");
    }
    operation
        .path("tags")
        .forEach(
            tag -> {
              if (!tags.contains(tag.asText())) {
                faults.add(at + ": tag " + tag.asText() + " is not described");
              }
            });
    checkParameters(at, path, operation.path("parameters"));
    for (Map.Entry<String, JsonNode> answer : operation.path("responses").properties()) {
      checkAnswer(at + " -> " + answer.getKey(), answer.getKey(), resolve(answer.getValue()));
    }
  }

  private void checkParameters(String at, String path, JsonNode parameters) {
    Set<String> inPath = new TreeSet<>();
    for (JsonNode reference : parameters) {
      JsonNode parameter = resolve(reference);
      String name = parameter.path("name").asText();
      if (parameter.path("description").asText().isBlank()) {
        faults.add(at + ": parameter " + name + " has no description");
      }
      if (parameter.path("in").asText().equals("path")) {
        inPath.add(name);
        if (!path.contains("{" + name + "}")) {
          faults.add(at + ": parameter " + name + " is not in the path");
        }
      }
      if (parameter.path("required").asBoolean() && !parameter.has("example")) {
        faults.add(at + ": required parameter " + name + " has no example");
      }
    }
    if (path.chars().filter(it -> it == '{').count() != inPath.size()) {
      faults.add(at + ": a parameter of the path is not described");
    }
  }

  private void checkAnswer(String at, String status, JsonNode answer) {
    if (answer.path("description").asText().isBlank()) {
      faults.add(at + ": no description");
    }
    if (!status.matches("[45]\\d\\d")) {
      return;
    }
    JsonNode content = answer.path("content");
    if (content.size() != 1 || !content.has(PROBLEM)) {
      faults.add(at + ": an error that is not " + PROBLEM);
    }
    if (!content.path(PROBLEM).path("schema").path("$ref").asText().endsWith("/Problem")) {
      faults.add(at + ": an error that is not a Problem");
    }
    JsonNode examples = content.path(PROBLEM).path("examples");
    if (examples.isEmpty()) {
      faults.add(at + ": no example");
    }
    for (JsonNode example : examples) {
      String actual = resolve(example).path("value").path("status").asText();
      if (!actual.equals(status)) {
        faults.add(at + ": an example with status " + actual);
      }
    }
  }

  /** Wherever a schema stands beside examples, or has one itself, they fit. */
  private void checkExamples(String at, JsonNode node) {
    if (node.path("schema").isObject()) {
      checkExample(at, node.path("schema"), node.path("example"));
      for (Map.Entry<String, JsonNode> example : node.path("examples").properties()) {
        checkExample(
            at + "/" + example.getKey(),
            node.path("schema"),
            resolve(example.getValue()).path("value"));
      }
    } else if (node.path("type").isTextual() && node.has("example")) {
      checkExample(at, node, node.path("example"));
    }
    forEachChild(at, node, this::checkExamples);
  }

  private void checkExample(String at, JsonNode schema, JsonNode example) {
    if (example.isMissingNode() || schema.isEmpty()) {
      return;
    }
    ValidationReport report =
        schemas.validate(
            () -> example, Json.mapper().convertValue(schema, Schema.class), "example");
    report.getMessages().forEach(it -> faults.add(at + ": example does not fit: " + it));
  }

  /** Every object says whether it is open, and every member of an answer is described. */
  private void checkSchemas() {
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      String at = "schema " + schema.getKey();
      checkOpenOrClosed(at, schema.getValue());
      for (Map.Entry<String, JsonNode> member : schema.getValue().path("properties").properties()) {
        if (!member.getValue().has("$ref")
            && !member.getValue().has("items")
            && member.getValue().path("description").asText().isBlank()) {
          faults.add(at + ": member " + member.getKey() + " has no description");
        }
      }
      for (JsonNode required : schema.getValue().path("required")) {
        if (!schema.getValue().path("properties").has(required.asText())
            && !schema.getValue().has("allOf")) {
          faults.add(at + ": required member " + required.asText() + " is not described");
        }
      }
    }
  }

  private void checkOpenOrClosed(String at, JsonNode node) {
    if (node.path("type").asText().equals("object")
        && !node.path("additionalProperties").isBoolean()
        && !node.path("additionalProperties").isObject()) {
      faults.add(at + ": says neither that it is open nor that it is closed");
    }
    forEachChild(at, node, this::checkOpenOrClosed);
  }

  private void checkProblems() {
    Map<String, Integer> table = ContractFile.problemTable(document);
    Set<String> shown = new TreeSet<>();
    for (Map.Entry<String, JsonNode> it : document.at("/components/examples").properties()) {
      JsonNode value = it.getValue().path("value");
      String type = value.path("type").asText();
      if (type.startsWith(ContractFile.PROBLEM_BASE)) {
        String name = type.substring(ContractFile.PROBLEM_BASE.length());
        shown.add(name);
        if (!table.containsKey(name)) {
          faults.add("problem " + name + " is not in the table");
        } else if (table.get(name) != value.path("status").asInt()) {
          faults.add("problem " + name + " has another status in the table");
        }
      }
    }
    for (String name : table.keySet()) {
      if (!shown.contains(name)) {
        faults.add("problem " + name + " has no example");
      }
    }
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private interface Check {
    void accept(String at, JsonNode node);
  }

  private static void forEachChild(String at, JsonNode node, Check check) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check.accept(at + "/" + i, node.get(i));
      }
    }
    node.properties()
        .forEach(
            it -> {
              if (!it.getKey().equals("value")) { // An example is data, not part of the document.
                check.accept(at + "/" + it.getKey(), it.getValue());
              }
            });
  }
}
