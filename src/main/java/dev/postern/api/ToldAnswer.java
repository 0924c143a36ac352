package dev.postern.api;

import dev.postern.subscription.Pull;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What telling the outcomes of several messages came to, for each of them. */
final class ToldAnswer {
  /** For one message. */
  record One(Map<String, Object> members, Optional<Problem> problem) {
    static One of(Problem problem) {
      return new One(Map.of(), Optional.of(problem));
    }

    static One of(Pull.Told told) {
      return new One(Map.of(), ToldAnswer.problem(told));
    }

    static One of(Pull.Extended extended) {
      Map<String, Object> members = new LinkedHashMap<>();
      extended
          .token()
          .ifPresent(
              token -> {
                members.put("ackToken", token);
                members.put("ackDeadline", MessageView.time(extended.until()));
              });
      return new One(members, ToldAnswer.problem(extended.told()));
    }

    private Map<String, Object> at(int index, Optional<RequestTrace> trace) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("index", index);
      view.put("status", problem.map(its -> its.type().status()).orElse(200));
      view.putAll(members);
      problem.ifPresent(its -> view.put("problem", RequestTrace.named(its, trace).document()));
      return view;
    }
  }

  private ToldAnswer() {}

  private static Optional<Problem> problem(Pull.Told told) {
    return switch (told) {
      case DONE -> Optional.empty();
      case FOREIGN ->
          problem(
              ProblemType.ACK_TOKEN_INVALID,
              "This is no token of this subscription: give it back as it was received.");
      case USED ->
          problem(
              ProblemType.ACK_TOKEN_USED,
              "The outcome of this hand-over was told before; that one counts.");
      case EXPIRED ->
          problem(
              ProblemType.ACK_TOKEN_EXPIRED,
              "The ack deadline is over, and the message is handed over again. Nothing was done.");
      case SUPERSEDED ->
          problem(
              ProblemType.ACK_TOKEN_SUPERSEDED,
              "The message was handed over again or extended since, and only the token of that"
                  + " counts. Nothing was done.");
      case UNKNOWN ->
          Optional.of(
              Problem.of(
                      ProblemType.STORE_UNAVAILABLE,
                      "It may count, or not. Tell it again with the same token; that is safe.")
                  .retryAfter(1));
    };
  }

  private static Optional<Problem> problem(ProblemType type, String detail) {
    return Optional.of(Problem.of(type, detail).field("ackToken"));
  }

  /** The answer, once all of them are known. */
  static CompletionStage<Response> of(RoutingContext request, List<CompletionStage<One>> all) {
    CompletionStage<List<One>> told = CompletableFuture.completedFuture(new ArrayList<>());
    for (CompletionStage<One> one : all) {
      told =
          told.thenCombine(
              one,
              (before, next) -> {
                before.add(next);
                return before;
              });
    }
    return told.thenApply(each -> answer(each, RequestTrace.of(request)));
  }

  private static Response answer(List<One> all, Optional<RequestTrace> trace) {
    long failed = all.stream().filter(one -> one.problem().isPresent()).count();
    List<Map<String, Object>> results = new ArrayList<>();
    all.forEach(one -> results.add(one.at(results.size(), trace)));
    if (failed == all.size()) {
      return Problem.of(
              ProblemType.OUTCOMES_REFUSED,
              "None of the " + failed + " outcomes counts for certain; results says why.")
          .with("failed", failed)
          .with("results", results)
          .answer()
          .build();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("failed", failed);
    body.put("results", results);
    return Response.status(failed == 0 ? 200 : 207)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body)
        .build();
  }
}
