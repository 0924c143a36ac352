package dev.postern.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
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
   * @throws RefusedRequest where it is larger, or encoded
   */
  static CompletionStage<byte[]> read(HttpServerRequest request, int most) {
    checkEncoding(request.getHeader(HttpHeaders.CONTENT_ENCODING));
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length) > most) {
      throw tooLarge(request, most);
    }
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Buffer read = Buffer.buffer();
    request.exceptionHandler(body::completeExceptionally);
    request.endHandler(ended -> body.complete(read.getBytes()));
    request.handler(
        chunk -> {
          if (read.length() + chunk.length() <= most) {
            read.appendBuffer(chunk);
          } else {
            request.handler(dropped -> {});
            body.completeExceptionally(tooLarge(request, most));
          }
        });
    request.resume();
    return body;
  }

  private static void checkEncoding(String encoding) {
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      throw new RefusedRequest(
          Problem.of(
                  ProblemType.CONTENT_ENCODING_NOT_SUPPORTED,
                  "Content-Encoding is " + encoding + "; send the payload as it is.")
              .field(HttpHeaders.CONTENT_ENCODING)
              .limit("identity"));
    }
  }

  private static RefusedRequest tooLarge(HttpServerRequest request, int most) {
    // The rest of the body is on its way and nobody will read it.
    request.response().putHeader("Connection", "close");
    return new RefusedRequest(
        Problem.of(
                ProblemType.PAYLOAD_TOO_LARGE,
                "The payload has more than the " + most + " bytes that this destination takes.")
            .field("payload")
            .limit("at most " + most + " bytes, attributes and base64 included")
            .maxBytes(most));
  }
}
