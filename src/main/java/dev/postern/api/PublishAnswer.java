package dev.postern.api;

import dev.postern.message.Message;
import dev.postern.message.Outcome;
import dev.postern.publish.Answer;
import dev.postern.publish.MessageState;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * Writes what a caller who published is told.
 *
 * @param message as it was asked to be published
 * @param applied the preferences that were honoured
 */
record PublishAnswer(Message message, Optional<String> applied) implements Answer.Reader<Response> {
  static final int RETRY_SECONDS = 1;

  static final String VARY = "Prefer";

  static String location(MessageState state) {
    return "/v1/messages/" + state.id();
  }

  @Override
  public Response tracked(Answer.Tracked tracked) {
    MessageState state = tracked.state();
    Response.ResponseBuilder answer =
        state
            .outcome()
            .map(
                outcome -> outcome.fold(published -> status(201, state), dead -> dead(state, dead)))
            .orElseGet(() -> status(202, state).header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS));
    answer.header(HttpHeaders.LOCATION, location(state));
    if (tracked.replayed()) {
      answer.header("Idempotent-Replayed", "true");
    }
    return finish(answer);
  }

  private static Response.ResponseBuilder status(int status, MessageState state) {
    return json(status, MessageView.of(state));
  }

  private static Response.ResponseBuilder json(int status, Object body) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body);
  }

  private static Response.ResponseBuilder dead(MessageState state, Outcome.Dead dead) {
    return Problem.of(
            ProblemType.MESSAGE_DEAD,
            "This message is a dead letter and will not be tried again by itself: "
                + dead.lastError()
                + ".")
        .messageId(state.id())
        .dead(dead.reason(), true)
        .answer();
  }

  @Override
  public Response keyReused(Answer.KeyReused reused) {
    return finish(
        Problem.of(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "Idempotency-Key belongs to message "
                    + reused.owner()
                    + ", whose payload, content type, group, attributes or delay differ. Nothing was"
                    + " done.")
            .field("Idempotency-Key")
            .messageId(reused.owner())
            .answer());
  }

  @Override
  public Response overloaded(Answer.Overloaded overloaded) {
    return finish(
        Problem.of(
                ProblemType.OVERLOADED,
                "Too many messages for this destination are under way. Nothing was accepted; send it"
                    + " again later.")
            .retryAfter(RETRY_SECONDS)
            .answer());
  }

  @Override
  public Response storeFailed(Answer.StoreFailed failed) {
    return finish(
        storeUnavailable(
                "The message may have been accepted: send it again with the same key, and only with the"
                    + " same key. "
                    + failed.error()
                    + ".")
            .answer());
  }

  static Problem storeUnavailable(String detail) {
    return Problem.of(ProblemType.STORE_UNAVAILABLE, detail).retryAfter(RETRY_SECONDS);
  }

  @Override
  public Response sent(Answer.Sent sent) {
    return finish(json(201, MessageView.of(message, sent)));
  }

  @Override
  public Response notPublished(Answer.NotPublished not) {
    return finish(
        Problem.of(
                ProblemType.PUBLISH_FAILED, "The message was not published: " + not.error() + ".")
            .answer());
  }

  @Override
  public Response notKnown(Answer.NotKnown not) {
    return finish(
        Problem.of(
                ProblemType.OUTCOME_UNKNOWN,
                "The message may have been published; sending it again may publish it twice: "
                    + not.error()
                    + ".")
            .answer());
  }

  private Response finish(Response.ResponseBuilder answer) {
    applied.ifPresent(value -> answer.header("Preference-Applied", value));
    return answer.header(HttpHeaders.VARY, VARY).build();
  }
}
