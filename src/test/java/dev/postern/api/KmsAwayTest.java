package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.startsWith;

import dev.postern.testing.Faults;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** KMS gives no data key, and there is none left. */
@QuarkusTest
@TestProfile(KmsAwayTest.WithoutDataKeys.class)
@Timeout(120)
class KmsAwayTest {
  /** A key is configured that KMS does not know. */
  public static class WithoutDataKeys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("postern.table", "kms-away", "postern.encryption.kms-key", "alias/nobodys");
    }
  }

  @Test
  void nothingIsStoredAndTheCallerIsToldSo() {
    Ready.awaitNaming("alias/nobodys");
    Faults.forgetCalls();

    publish("orders")
        .key(fresh("key"))
        .group("g")
        .prefer("wait=0")
        .answers(503)
        .header("Retry-After", "1")
        .body("type", endsWith("/store-unavailable"))
        .body("detail", startsWith("Nothing was accepted: send it again later. KMS: "));
    assertThat(Faults.calls(Faults.Service.DYNAMODB, "BatchExecuteStatement")).isZero();
  }
}
