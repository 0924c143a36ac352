package dev.postern.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads a request's body as it is, and no more of it than is taken: what is announced as too large
 * is refused unread, what turns out to be is refused as soon as it does.
 */
final class BodyReader {
  private BodyReader() {}

  /**
   * The whole body, of at most that many bytes.
   *
   * @param takenBy who takes no more, in words
   * @throws RefusedRequest where it is larger, or encoded
   */
  static CompletionStage<byte[]> read(RoutingContext call, int most, String takenBy) {
    HttpServerRequest request = call.request();
    checkEncoding(request);
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // OutsideRest has refused every length that is no number.
    if (length != null && Long.parseLong(length) > most) {
      throw tooLarge(call, most, takenBy);
    }
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Buffer read = Buffer.buffer();
    request.exceptionHandler(body::completeExceptionally);
    SlowBodies.tell(call, body::completeExceptionally);
    request.endHandler(ended -> body.complete(read.getBytes()));
    request.handler(
        chunk -> {
          if (read.length() + chunk.length() <= most) {
            read.appendBuffer(chunk);
          } else {
            body.completeExceptionally(tooLarge(call, most, takenBy));
          }
        });
    askFor(request);
    request.resume();
    return body;
  }

  /** Lets a caller that waits for it send the body, now that nothing speaks against it. */
  static void askFor(HttpServerRequest request) {
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  /**
   * Refuses a body that is not sent as it is.
   *
   * @throws RefusedRequest where it is encoded
   */
  static void checkEncoding(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      throw new RefusedRequest(
          Problem.of(
                  ProblemType.CONTENT_ENCODING_NOT_SUPPORTED,
                  "Content-Encoding is " + encoding + "; send the body as it is.")
              .field(HttpHeaders.CONTENT_ENCODING)
              .limit("identity"));
    }
  }

  private static RefusedRequest tooLarge(RoutingContext call, int most, String takenBy) {
    LastAnswer.of(call).closeSoon();
    return new RefusedRequest(
        Problem.of(
                ProblemType.PAYLOAD_TOO_LARGE,
                "The body has more than the " + most + " bytes that " + takenBy + " takes.")
            .field("payload")
            .limit("at most " + most + " bytes, attributes and base64 included")
            .maxBytes(most));
  }
}
