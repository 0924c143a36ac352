package dev.postern.security;

import dev.postern.api.Caller;
import dev.postern.api.Callers;
import dev.postern.api.ProblemType;
import dev.postern.api.RefusedRequest;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows callers by their API keys and, where there is a provider of them, by tokens. */
final class KnownCallers implements Callers {
  private static final String ASK_FOR_TOKEN = "Bearer realm=\"postern\"";

  private final ApiKeys keys;
  private final Optional<BearerTokens> tokens;

  KnownCallers(ApiKeys keys, Optional<BearerTokens> tokens) {
    this.keys = keys;
    this.tokens = tokens;
  }

  @Override
  public List<String> challenges() {
    return tokens.isPresent() ? List.of(ASK_FOR_KEY, ASK_FOR_TOKEN) : List.of(ASK_FOR_KEY);
  }

  private String ways() {
    return tokens.isPresent() ? ApiKeys.HEADER + " or " + BearerTokens.HEADER : ApiKeys.HEADER;
  }

  @Override
  public CompletionStage<Caller> identify(RoutingContext request) {
    MultiMap headers = request.request().headers();
    List<String> key = headers.getAll(ApiKeys.HEADER);
    List<String> token = headers.getAll(BearerTokens.HEADER);
    try {
      if (tokens.isEmpty() || token.isEmpty()) {
        return CompletableFuture.completedFuture(keys.identify(key, ways()));
      }
      if (!key.isEmpty()) {
        throw ApiKeys.refused(
            ProblemType.CREDENTIALS_INVALID, "Send X-API-Key or Authorization, not both.");
      }
      return tokens.get().identify(request, token);
    } catch (RefusedRequest refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  @Override
  public Optional<Caller> withKey(String apiKey) {
    return keys.withKey(apiKey);
  }
}
