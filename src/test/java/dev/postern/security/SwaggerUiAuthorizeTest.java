package dev.postern.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Chromium;
import dev.postern.testing.SwaggerUi;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** "Authorize" in Swagger UI lets in by key and by token. Skipped where there is no browser. */
@QuarkusTest
@TestProfile(SecuredByTokens.class)
@Timeout(120)
class SwaggerUiAuthorizeTest {
  @TestHTTPResource("/q/swagger-ui/")
  URL swaggerUi;

  @Test
  void keysAndTokensLetInThere() {
    try (Chromium chromium = Chromium.start("Authorize in Swagger UI")) {
      SwaggerUi ui = SwaggerUi.open(chromium, swaggerUi);
      assertThat(ui.press("Destinations", "listDestinations")).isEqualTo("401");

      ui.authorize("X-API-Key", Secured.key(Secured.ALL));
      assertThat(ui.execute("Destinations", "listDestinations")).isEqualTo("200");

      ui.authorize("Bearer", Issuer.sign(Issuer.claims("till-1", "default", "clerk")));
      assertThat(ui.execute("Destinations", "listDestinations")).isEqualTo("200");
    }
  }
}
