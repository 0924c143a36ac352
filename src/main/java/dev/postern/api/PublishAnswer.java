package dev.postern.api;

import dev.postern.message.CausalContext;
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
            .orElseGet(
                () ->
                    status(202, state)
                        .header(HttpHeaders.RETRY_AFTER, PublishProblem.RETRY_SECONDS));
    answer.header(HttpHeaders.LOCATION, location(state));
    if (tracked.replayed()) {
      answer.header("Idempotent-Replayed", "true");
    }
    MessageView.causalContext(state)
        .ifPresent(context -> answer.header(CausalContext.FIELD, context));
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
    return PublishProblem.dead(state, dead).answer();
  }

  @Override
  public Response keyReused(Answer.KeyReused reused) {
    return finish(PublishProblem.keyReused(reused, "Idempotency-Key").answer());
  }

  @Override
  public Response unexpected(Answer.Unexpected unexpected) {
    return finish(PublishProblem.unexpected(unexpected).answer());
  }

  @Override
  public Response overloaded(Answer.Overloaded overloaded) {
    return finish(PublishProblem.overloaded().answer());
  }

  @Override
  public Response storeFailed(Answer.StoreFailed failed) {
    return finish(PublishProblem.storeFailed(failed).answer());
  }

  @Override
  public Response sent(Answer.Sent sent) {
    return finish(json(201, MessageView.of(message, sent)));
  }

  @Override
  public Response notPublished(Answer.NotPublished not) {
    return finish(PublishProblem.notPublished(not).answer());
  }

  @Override
  public Response notKnown(Answer.NotKnown not) {
    return finish(PublishProblem.notKnown(not).answer());
  }

  private Response finish(Response.ResponseBuilder answer) {
    applied.ifPresent(value -> answer.header("Preference-Applied", value));
    return answer.header(HttpHeaders.VARY, VARY).build();
  }
}
