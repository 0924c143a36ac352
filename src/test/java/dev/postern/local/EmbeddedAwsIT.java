package dev.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.EmbeddedAws;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusIntegrationTest
@TestProfile(EmbeddedAwsIT.NobodyIsKnown.class)
class EmbeddedAwsIT {
  /** The package does not start with security on and no caller. */
  public static class NobodyIsKnown implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("postern.security.enabled", "false");
    }
  }

  @Test
  void thePackagedApplicationIsLedThroughTheProxiesAsWell() {
    Endpoints endpoints = EmbeddedAws.endpoints();
    assertThat(ProcessHandle.current().descendants())
        .extracting(process -> process.info().commandLine().orElse(""))
        .anySatisfy(
            command ->
                assertThat(command)
                    .contains("quarkus.dynamodb.endpoint-override=" + endpoints.dynamoDbProxy())
                    .contains("quarkus.sqs.endpoint-override=" + endpoints.sqsProxy())
                    .contains("quarkus.sns.endpoint-override=" + endpoints.snsProxy())
                    .contains("quarkus.kms.endpoint-override=" + endpoints.kmsProxy()));
  }
}
