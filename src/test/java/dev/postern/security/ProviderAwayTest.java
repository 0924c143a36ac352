package dev.postern.security;

import static dev.postern.security.SecurityMatrixTest.as;
import static dev.postern.security.SecurityMatrixTest.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Contract;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While the provider of tokens is away, nobody is turned away for good, and keys let in. */
@QuarkusTest
@TestProfile(ProviderAwayTest.Away.class)
@Timeout(120)
class ProviderAwayTest {
  /** Nobody listens there. */
  private static final String NOWHERE = "http://localhost:1";

  public static final class Away implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new LinkedHashMap<>(new Secured().getConfigOverrides());
      settings.put("postern.table", "provider-away");
      settings.put("postern.security.oidc.enabled", "true");
      settings.put("quarkus.oidc.auth-server-url", NOWHERE);
      settings.put("quarkus.oidc.token.audience", Issuer.AUDIENCE);
      return settings;
    }
  }

  @Test
  void aTokenIsToBeSentAgainAndAKeyLetsIn() {
    Ready.await();

    Response answer =
        given()
            .filter(Contract.answersOnly())
            .header(
                "Authorization",
                "Bearer " + Issuer.sign(Issuer.claims("till-1", "default", "publish:*")))
            .get("/v1/destinations");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertProblem(answer, "credentials-unverifiable");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    assertThat(given().spec(as(Secured.ALL)).get("/v1/destinations").statusCode()).isEqualTo(200);
  }
}
