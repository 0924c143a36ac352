package dev.postern.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Command;
import dev.postern.testing.ContractFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract keeps the rules of {@code .redocly.yaml}, in the judgement of Redocly's linter. */
@Tag("npm")
class ContractStyleIT {
  @TempDir Path elsewhere;

  @Test
  void theContractKeepsTheRules() {
    lint(ContractFile.PATH).succeeds();
  }

  @ParameterizedTest
  @CsvSource({
    "operationId: getMessagePayload, operationId: getMessage, operation-operationId-unique",
    "/v1/destinations:, /v1/Destinations:, paths-kebab-case",
    "/v1/destinations:, /v1/destinations/:, no-path-trailing-slash",
    "parameters/Traceparent, parameters/None, no-unresolved-refs",
    "attempts: 20, attempts: many, no-invalid-media-type-examples"
  })
  void theRulesBite(String written, String broken, String rule) throws IOException {
    assertThat(ContractFile.text()).contains(written);
    Path contract = elsewhere.resolve("openapi.yaml");
    Files.writeString(contract, ContractFile.text().replace(written, broken));

    assertThat(lint(contract).fails()).contains(rule);
  }

  private static Command lint(Path contract) {
    Path redocly = Tools.npm().resolve("redocly");
    return Command.of(
            redocly.toString(),
            "lint",
            "--config=.redocly.yaml",
            "--format=stylish",
            contract.toString())
        .with("REDOCLY_TELEMETRY", "off")
        .with("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
  }
}
