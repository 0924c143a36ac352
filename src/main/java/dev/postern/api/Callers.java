package dev.postern.api;

import io.vertx.core.MultiMap;

/** Knows callers by what they send along. Thread-safe, and never blocks. */
public interface Callers {
  /** What a 401 asks for. */
  String CHALLENGE = "ApiKey realm=\"postern\"";

  /**
   * Who sent a request with these headers.
   *
   * @throws RefusedRequest {@code credentials-missing} or {@code credentials-invalid}
   */
  Caller identify(MultiMap headers);
}
