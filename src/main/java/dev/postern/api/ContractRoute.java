package dev.postern.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;

/**
 * Serves the contract at {@code /openapi.yaml} as it is written, byte for byte.
 *
 * <p>The OpenAPI extension takes this path too, beside its own {@code /openapi}, and answers there
 * with what its model of the document prints: other bytes, in another order. This route comes
 * before it.
 */
@ApplicationScoped
class ContractRoute {
  private static final String FILE = "META-INF/resources/openapi.yaml";

  void register(@Observes Router router) throws IOException {
    Buffer contract = read();
    router
        .route("/openapi.yaml")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .order(Integer.MIN_VALUE)
        .handler(
            call ->
                call.response()
                    .putHeader("Content-Type", "application/yaml") // RFC 9512
                    .putHeader("Content-Length", Integer.toString(contract.length())) // HEAD too
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(contract));
  }

  private static Buffer read() throws IOException {
    try (InputStream file =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IOException(FILE + " is not in this build");
      }
      return Buffer.buffer(file.readAllBytes());
    }
  }
}
