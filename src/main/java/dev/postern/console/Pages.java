package dev.postern.console;

import dev.postern.api.Problem;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers with pages, whatever comes of what they ask for. */
final class Pages {
  private Pages() {}

  /**
   * The page that is made of an answer; or one that says why there is none.
   *
   * @param ask may throw, and may fail, with what the HTTP interface answers by a problem
   */
  static <T> CompletionStage<Response> show(
      Visit visit, Supplier<CompletionStage<T>> ask, Function<T, TemplateInstance> page) {
    return answer(visit, ask, found -> html(200, page.apply(found)));
  }

  /** The answer that is made of another, likewise. */
  static <T> CompletionStage<Response> answer(
      Visit visit, Supplier<CompletionStage<T>> ask, Function<T, Response> then) {
    return answer(visit, ask, then, problem -> Optional.empty());
  }

  /**
   * The same.
   *
   * @param instead a page of its own for some problem
   */
  static <T> CompletionStage<Response> answer(
      Visit visit,
      Supplier<CompletionStage<T>> ask,
      Function<T, Response> then,
      Function<Problem, Optional<Response>> instead) {
    return started(ask)
        .thenApply(then)
        .exceptionally(
            failure -> {
              Problem problem = Problem.of(failure);
              return instead.apply(problem).orElseGet(() -> problem(visit, problem));
            });
  }

  private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> ask) {
    try {
      return ask.get();
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** Does what was asked for, and goes on to a page that says so. */
  static CompletionStage<Response> act(
      Visit visit, Supplier<CompletionStage<Response>> ask, String next, Notice done) {
    return answer(visit, ask, answered -> done(next, done));
  }

  /** On to a page that says what was done. */
  static Response done(String next, Notice done) {
    return to(next + "?done=" + done.word());
  }

  static Response problem(Visit visit, Problem problem) {
    return html(
        problem.type().status(),
        Templates.problem(
            Frame.of(problem.type().title(), "", visit), problem.type().title(), words(problem)));
  }

  /** What is said to programs, but for what only they can make use of. */
  private static String words(Problem problem) {
    return switch (problem.type()) {
      case DESTINATION_UNKNOWN -> "There is no destination of this name.";
      case SUBSCRIPTION_UNKNOWN -> "There is no subscription of this name.";
      case GROUP_HEAD_CHANGED ->
          "The group does not wait for that message, or no longer. Nothing was skipped: look at the"
              + " group again.";
      case DEAD_LETTER_UNKNOWN ->
          "There is no such dead letter, or no longer: it was redriven or deleted, or ran out.";
      case INTERNAL_ERROR -> "An unexpected error. Its reason is in the log.";
      default -> problem.detail();
    };
  }

  static Response html(int status, TemplateInstance page) {
    return Response.status(status)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .entity(page.render())
        .build();
  }

  /** Elsewhere, by GET. */
  static Response to(String path) {
    return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, path).build();
  }
}
