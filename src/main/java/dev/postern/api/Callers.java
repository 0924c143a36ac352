package dev.postern.api;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Knows callers by what they send along. Thread-safe, and never blocks. */
public interface Callers {
  /** What a 401 asks for where nothing else is known: a key. */
  String ASK_FOR_KEY = "ApiKey realm=\"postern\"";

  /** What a 401 asks for: one {@code WWW-Authenticate} for each way to be known. */
  List<String> challenges();

  /**
   * Who sent this request. The stage fails with {@link RefusedRequest}: {@code
   * credentials-missing}, {@code credentials-invalid}, or {@code credentials-unverifiable} where it
   * can't be told at present.
   */
  CompletionStage<Caller> identify(RoutingContext request);

  /** Whose API key this is, if anyone's; in a time that does not tell. */
  Optional<Caller> withKey(String apiKey);
}
