package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Chromium;
import dev.postern.testing.SwaggerUi;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import org.junit.jupiter.api.Test;

/** The contract's examples work when pressed in Swagger UI. Skipped where there is no browser. */
@QuarkusTest
class SwaggerUiTest {
  @TestHTTPResource("/q/swagger-ui/")
  URL swaggerUi;

  @Test
  void theExamplesWorkAsTheyStand() {
    try (Chromium chromium = Chromium.start("Swagger UI")) {
      SwaggerUi ui = SwaggerUi.open(chromium, swaggerUi);

      assertThat(ui.press("Publish", "publishMessage")).isEqualTo("201");
      assertThat(ui.press("Messages", "lookupMessage")).isEqualTo("200");
      assertThat(ui.press("Destinations", "listDestinations")).isEqualTo("200");
      assertThat(ui.press("Destinations", "getDestination")).isEqualTo("200");
    }
  }
}
