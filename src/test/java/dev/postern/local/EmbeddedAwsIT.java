package dev.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.EmbeddedAws;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Test;

@QuarkusIntegrationTest
class EmbeddedAwsIT {
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
                    .contains("quarkus.sns.endpoint-override=" + endpoints.snsProxy()));
  }
}
