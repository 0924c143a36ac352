package dev.postern.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract is consistent in itself, and the lint that says so bites. */
class ContractLintTest {
  @Test
  void theContractIsConsistent() {
    assertThat(ContractLint.faults(ContractFile.document())).isEmpty();
  }

  @Test
  void theContractHasOperationsAndProblemsToCheck() {
    assertThat(ContractFile.operations())
        .containsKeys("POST /v1/destinations/{destination}/messages", "GET /v1/messages/{id}");
    assertThat(ContractFile.problemTable())
        .containsEntry("message-dead", 409)
        .containsEntry("store-unavailable", 503);
    assertThat(
            ContractFile.problemNames(
                ContractFile.operation("GET", "/v1/messages/x").orElseThrow(), 404))
        .containsExactly("message-unknown");
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        arguments("openapi: 3.0.3", "openapi: 3.1.0", "not 3.0.3"),
        arguments("parameters/Traceparent\"", "parameters/None\"", "nothing at"),
        arguments("operationId: getMessage\n", "operationId: get-message\n", "lowerCamelCase"),
        arguments("operationId: getMessagePayload", "operationId: getMessage", "is taken"),
        arguments("summary: List the destinations", "x-none: x", "no summary"),
        arguments("description: All destinations", "x-none: All destinations", "no description"),
        arguments("tags: [Publish]", "tags: []", "no tags"),
        arguments("tags: [Publish]", "tags: [Other]", "Other is not described"),
        arguments("name: destination\n", "name: other\n", "not in the path"),
        arguments("example: orders\n", "x-none: orders\n", "destination has no example"),
        arguments("attempts: 20", "attempts: many", "does not fit"),
        arguments("attempts: 20", "tries: 20", "does not fit"),
        arguments("example: order-42\n", "example: order 42\n", "does not fit"),
        arguments("example: PT24H\n", "example: 24h\n", "does not fit"),
        arguments("example: no-store\n", "example: private\n", "does not fit"),
        arguments("value: {idempotencyKey:", "value: {key:", "does not fit"),
        arguments("additionalProperties: false", "x-none: x", "neither that it is open"),
        arguments("description: The cause. D", "x-none: D", "type has no description"),
        arguments("| `group-missing` |", "| `group-gone` |", "group-missing is not in the table"),
        arguments("| `group-missing` |", "| `group-gone` |", "group-gone has no example"),
        arguments("| `overloaded` | 503", "| `overloaded` | 500", "another status in the table"),
        arguments("status: 410", "status: 404", "with status 404"),
        arguments("application/problem+json:", "application/json:", "not application/problem+json"),
        arguments("schemas/Problem\"", "schemas/Message\"", "not a Problem"));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void saysWhatIsWrong(String written, String broken, String fault) throws IOException {
    String text = ContractFile.text();
    assertThat(text).contains(written);
    JsonNode document = new YAMLMapper().readTree(text.replace(written, broken));
    assertThat(ContractLint.faults(document)).anyMatch(it -> it.contains(fault));
  }
}
