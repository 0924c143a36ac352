package dev.postern.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.postern.testing.ContractFile;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract is served as it is written. */
@QuarkusTest
class ContractTest {
  @Test
  void theContractIsServedByteForByte() throws IOException {
    Response answer = given().get("/openapi.yaml");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asByteArray()).isEqualTo(Files.readAllBytes(ContractFile.PATH));
    assertThat(answer.contentType()).isEqualTo("application/yaml");
  }

  @Test
  void headOfTheContractSaysTheSame() throws IOException {
    Response answer = given().head("/openapi.yaml");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/yaml");
    assertThat(answer.header("Content-Length")).isEqualTo("" + Files.size(ContractFile.PATH));
  }

  @Test
  void theExtensionServesTheSameOperations() throws IOException {
    Response answer = given().get("/openapi");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode served = new YAMLMapper().readTree(answer.asByteArray());
    assertThat(operations(served)).isEqualTo(operations(ContractFile.document()));
  }

  @Test
  void theExtensionAddsNothingAndLosesNothing() throws IOException {
    JsonNode served = new YAMLMapper().readTree(given().get("/openapi").asByteArray());

    assertThat(served.at("/paths")).isEqualTo(ContractFile.document().at("/paths"));
    assertThat(served.at("/components")).isEqualTo(ContractFile.document().at("/components"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/swagger-ui", "/q/swagger-ui/"})
  void swaggerUiShowsTheContract(String path) {
    Response answer = given().get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/html");
    assertThat(answer.asString()).contains("'/openapi.yaml'", "Postern");
  }

  private static Set<String> operations(JsonNode document) {
    Set<String> operations = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        it ->
                            operations.add(
                                "%s %s %s"
                                    .formatted(
                                        it.getKey(),
                                        path.getKey(),
                                        it.getValue().path("operationId").asText()))));
    return operations;
  }
}
