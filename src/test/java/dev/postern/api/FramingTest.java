package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Faults;
import dev.postern.testing.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a body may be framed, and that no more of it is read than is taken. */
@QuarkusTest
@Timeout(60)
class FramingTest {
  @TestHTTPResource URI server;

  @BeforeEach
  void count() {
    Faults.forgetCalls();
  }

  private RawHttp post(String... headers) throws IOException {
    return RawHttp.open(server)
        .lines(
            "POST /v1/destinations/events/messages HTTP/1.1",
            "Host: gateway",
            "Idempotency-Key: " + fresh("key"))
        .lines(headers)
        .lines("");
  }

  private static void assertNothingStored() {
    assertThat(Faults.calls(Faults.Service.DYNAMODB, "BatchExecuteStatement")).isZero();
  }

  @Test
  void aBodyWithoutATypeIsOctets() throws IOException {
    try (RawHttp connection = post("Content-Length: 1", "Connection: close").bytes((byte) 'x')) {
      assertThat(connection.untilClosed())
          .startsWith("HTTP/1.1 201 ")
          .contains("\"contentType\":\"application/octet-stream\"");
    }
  }

  @Test
  void aBodyInChunksIsTaken() throws IOException {
    try (RawHttp connection = post("Transfer-Encoding: chunked", "Connection: close")) {
      connection.lines("2", "ab", "1", "c", "0", "");

      assertThat(connection.untilClosed())
          .startsWith("HTTP/1.1 201 ")
          .contains("\"payloadBytes\":3");
    }
  }

  @Test
  void aConnectionServesOneRequestAfterTheOther() throws IOException {
    try (RawHttp connection = post("Content-Length: 3", "Content-Type: text/plain")) {
      connection.lines("abcGET /v1/destinations/news HTTP/1.1", "Host: a", "Connection: close", "");

      assertThat(connection.untilClosed()).contains("HTTP/1.1 201 ", "HTTP/1.1 200 ", "\"news\"");
    }
  }

  @Test
  void whatIsAnnouncedAsTooLargeIsRefusedUnread() throws IOException {
    // When only the head was sent
    try (RawHttp connection = post("Content-Length: 262145")) {
      // Then the answer is there, and the connection at its end
      assertThat(connection.untilClosed())
          .startsWith("HTTP/1.1 413 ")
          .contains("payload-too-large", "\"maxBytes\":262144", "at most 262144 bytes");
    }
    assertNothingStored();
  }

  @Test
  void whatTurnsOutTooLargeIsRefusedWhileItComes() throws IOException {
    byte[] chunk = new byte[64 * 1024];
    try (RawHttp connection = post("Transfer-Encoding: chunked")) {
      // When more than is taken was sent, and no end of it
      sendChunks(connection, chunk, 5);

      // Then the answer is there, and the connection at its end
      assertThat(connection.untilClosed())
          .startsWith("HTTP/1.1 413 ")
          .contains("payload-too-large", "\"maxBytes\":262144");
    }
    assertNothingStored();
  }

  private static void sendChunks(RawHttp connection, byte[] chunk, int times) throws IOException {
    try {
      for (int i = 0; i < times; i++) {
        connection.lines(Integer.toHexString(chunk.length)).bytes(chunk).lines("");
      }
    } catch (SocketException closedMeanwhile) {
      // As it should be.
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: xchunked\r\nContent-Length: 1",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity\r\nContent-Length: 1",
        "Transfer-Encoding: chunked\r\nContent-Length: 1",
        "Content-Length: 1\r\nTransfer-Encoding: chunked"
      })
  void whatCouldBeReadInTwoWaysIsRefused(String framing) throws IOException {
    try (RawHttp connection = post(framing)) {
      connection.lines("1", "x", "0", "");

      assertThat(connection.untilClosed()).startsWith("HTTP/1.1 400 ");
    }
    assertNothingStored();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "+1", "1x", "0x1", "1, 2", "99999999999999999999", " "})
  void aLengthThatIsNoneIsRefused(String length) throws IOException {
    try (RawHttp connection = post("Content-Length: " + length)) {
      connection.lines("x");

      assertThat(connection.untilClosed()).startsWith("HTTP/1.1 400 ");
    }
    assertNothingStored();
  }

  @Test
  void twoLengthsThatDifferAreRefused() throws IOException {
    try (RawHttp connection = post("Content-Length: 1", "Content-Length: 2")) {
      connection.lines("x");

      assertThat(connection.untilClosed()).startsWith("HTTP/1.1 400 ");
    }
    assertNothingStored();
  }

  @ParameterizedTest
  @ValueSource(bytes = {0x01, 0x07, 0x1f, 0x7f})
  void aControlCharacterInAHeaderIsRefused(byte character) throws IOException {
    try (RawHttp connection = post("Content-Length: 1", "Connection: close")) {
      connection.bytes((byte) 'x');
      assertThat(connection.untilClosed()).startsWith("HTTP/1.1 201 ");
    }
    Faults.forgetCalls();

    try (RawHttp connection =
        RawHttp.open(server)
            .lines(
                "POST /v1/destinations/events/messages HTTP/1.1",
                "Host: gateway",
                "Connection: close",
                "Idempotency-Key: " + fresh("key"),
                "Content-Length: 1",
                "Message-Group-Id: a" + (char) character + "b",
                "")
            .bytes((byte) 'x')) {
      assertThat(connection.untilClosed()).startsWith("HTTP/1.1 400 ");
    }
    assertNothingStored();
  }

  @Test
  void aRefusedFramingIsAProblem() throws IOException {
    try (RawHttp connection = post("Transfer-Encoding: xchunked", "Content-Length: 1")) {
      assertThat(connection.untilClosed())
          .contains("application/problem+json", "/problems/request-malformed", "Transfer-Encoding");
    }
  }

  @Test
  void aBodyThatBreaksOffIsNoMessage() throws IOException {
    try (RawHttp connection = post("Content-Length: 10", "Content-Type: text/plain")) {
      connection.bytes((byte) 'x');
    }

    // Given another call that is answered afterwards
    try (RawHttp connection = post("Content-Length: 1", "Connection: close").bytes((byte) 'y')) {
      assertThat(connection.untilClosed()).startsWith("HTTP/1.1 201 ");
    }
    assertThat(Faults.calls(Faults.Service.DYNAMODB, "BatchExecuteStatement")).isEqualTo(1);
  }

  @Test
  void aCallerThatExpectsContinueIsToldToGoOn() throws IOException {
    try (RawHttp connection =
        post("Content-Length: 1", "Expect: 100-continue", "Connection: close")) {
      assertThat(connection.head()).startsWith("HTTP/1.1 100 ");

      connection.bytes((byte) 'x');
      assertThat(connection.untilClosed()).startsWith("HTTP/1.1 201 ");
    }
  }

  @Test
  void aCallerThatExpectsContinueForTooMuchIsToldSoAtOnce() throws IOException {
    try (RawHttp connection = post("Content-Length: 262145", "Expect: 100-continue")) {
      assertThat(connection.untilClosed()).startsWith("HTTP/1.1 413 ");
    }
  }
}
