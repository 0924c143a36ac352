package dev.postern.local.aws;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads request bodies up to a bound. */
public final class Body {
  private Body() {}

  /** The whole body; fails with {@link TooLong} as soon as it is known to exceed the limit. */
  public static Future<Buffer> read(HttpServerRequest request, int limit) {
    Promise<Buffer> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    request.handler(
        part -> {
          if (read.length() + part.length() > limit) {
            whole.tryFail(new TooLong(limit));
          } else {
            read.appendBuffer(part);
          }
        });
    request.exceptionHandler(whole::tryFail);
    request.endHandler(end -> whole.tryComplete(read));
    return whole.future();
  }

  /** The body exceeds the limit. */
  public static final class TooLong extends RuntimeException {
    TooLong(int limit) {
      super("the body exceeds " + limit + " bytes");
    }
  }
}
