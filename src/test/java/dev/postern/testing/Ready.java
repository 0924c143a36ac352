package dev.postern.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.util.stream.Stream;

/** What the gateway says of itself. */
public final class Ready {
  private Ready() {}

  /** Asks again and again until it is ready; the test's own time-out ends that. */
  public static void await() {
    Response now = ask();
    while (now.statusCode() != 200) {
      now = ask();
    }
  }

  /** Asks again and again until its answer names this. */
  public static String awaitNaming(String... words) {
    String now = ask().asString();
    while (!Stream.of(words).allMatch(now::contains)) {
      now = ask().asString();
    }
    return now;
  }

  /** What it answers now. */
  public static Response ask() {
    return given().get("/q/health/ready");
  }
}
