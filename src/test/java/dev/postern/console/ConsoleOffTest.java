package dev.postern.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Switched off, the console is not there. */
@QuarkusTest
@TestProfile(ConsoleOffTest.Off.class)
class ConsoleOffTest {
  public static class Off implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("postern.console.enabled", "false");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console",
        "/console/",
        "/console/series.json",
        "/console/sign-in",
        "/console/destinations/orders",
        "/console/assets/console.css",
        "//console",
        "/webjars",
        "/webjars/uplot/dist/uPlot.iife.min.js",
        "/webjars/uplot/dist/uPlot.min.css",
        "//webjars/uplot/dist/uPlot.min.css"
      })
  void nothingIsServed(String path) {
    Response answer = given().get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(given().post(path).statusCode()).isEqualTo(404);
  }
}
