package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.RawHttp;
import dev.postern.testing.Ready;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is slow holds nothing for long. */
@QuarkusTest
@Timeout(120)
class SlowClientTest {
  @TestHTTPResource URI server;

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/destinations/orders/messages",
        "/v1/destinations/orders/messages/batch",
        "/v1/destinations/orders/messages/lookup",
        "/v1/subscriptions/reporting/acknowledge"
      })
  void aBodyThatDripsIsAnsweredAndTheConnectionIsClosed(String path) throws IOException {
    try (RawHttp http = RawHttp.open(server)) {
      http.lines(
          "POST " + path + " HTTP/1.1",
          "Host: postern",
          "Content-Type: application/json",
          "Idempotency-Key: " + fresh("key"),
          "Message-Group-Id: slow",
          "Content-Length: 4000",
          "");
      CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> untilClosed(http));
      while (!answer.isDone()) {
        drip(http);
        await(answer);
      }

      assertThat(answer.join()).startsWith("HTTP/1.1 408 ").contains("/body-too-slow");
    }
  }

  @Test
  void aHeadThatDripsEndsItsConnection() throws IOException {
    try (RawHttp http = RawHttp.open(server)) {
      http.lines("GET /v1/destinations/orders HTTP/1.1", "Host: postern", "");
      assertThat(http.head()).startsWith("HTTP/1.1 200 ");

      // When the next on the same connection does not come to its end
      http.lines("GET /v1/destinations/orders HTTP/1.1");
      CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> untilClosed(http));
      while (!answer.isDone()) {
        drip(http);
        await(answer);
      }

      assertThat(answer.join()).contains("HTTP/1.1 408 ");
    }
  }

  @Test
  void aBodyThatComesSteadilyIsTaken() throws IOException {
    int pieces = 12;
    try (RawHttp http = RawHttp.open(server)) {
      http.lines(
          "POST /v1/destinations/orders/messages HTTP/1.1",
          "Host: postern",
          "Content-Type: text/plain",
          "Idempotency-Key: " + fresh("key"),
          "Message-Group-Id: steady",
          "Connection: close",
          "Content-Length: " + pieces * 2_000,
          "");
      for (int i = 0; i < pieces; i++) {
        http.bytes("x".repeat(2_000).getBytes(StandardCharsets.US_ASCII));
        await(new CompletableFuture<>());
      }

      assertThat(http.untilClosed()).startsWith("HTTP/1.1 201 ");
    }
  }

  private static void drip(RawHttp http) {
    try {
      http.bytes((byte) ' ');
    } catch (IOException closed) {
      // As it should be: the answer says why.
    }
  }

  /** A second, or until the answer is there. */
  private static void await(CompletableFuture<String> answer) {
    answer.copy().completeOnTimeout("", 1, TimeUnit.SECONDS).join();
  }

  private static String untilClosed(RawHttp http) {
    try {
      return http.untilClosed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
