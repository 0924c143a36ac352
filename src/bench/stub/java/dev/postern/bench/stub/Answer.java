package dev.postern.bench.stub;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;

/**
 * What a call is answered.
 *
 * @param status of HTTP
 * @param type of the body
 * @param body the whole of it
 */
public record Answer(int status, String type, Buffer body) {
  /** As the JSON protocols answer. */
  public static Answer json(int status, JsonNode body) {
    return new Answer(status, "application/x-amz-json-1.0", Buffer.buffer(Json.bytes(body)));
  }

  /** As SNS answers. */
  public static Answer xml(int status, String body) {
    return new Answer(status, "text/xml", Buffer.buffer(body));
  }

  static Answer text(String body) {
    return new Answer(200, "text/plain; charset=utf-8", Buffer.buffer(body));
  }
}
