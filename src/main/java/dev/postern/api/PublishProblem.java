package dev.postern.api;

import dev.postern.message.Outcome;
import dev.postern.publish.Answer;
import dev.postern.publish.Call;
import dev.postern.publish.MessageState;

/** The problems that a caller who published may be told of. */
final class PublishProblem {
  static final int RETRY_SECONDS = 1;

  private PublishProblem() {}

  static Problem dead(MessageState state, Outcome.Dead dead) {
    return Problem.of(
            ProblemType.MESSAGE_DEAD,
            "This message is a dead letter and will not be tried again by itself: "
                + dead.lastError()
                + ".")
        .messageId(state.id())
        .dead(dead.reason(), state.payloadErasedAt().isEmpty());
  }

  /**
   * Another message has the key.
   *
   * @param field the header or member that gave it
   */
  static Problem keyReused(Answer.KeyReused reused, String field) {
    return Problem.of(
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            field
                + " belongs to message "
                + reused.owner()
                + ", whose payload, content type, group, attributes or delay differ. Nothing was"
                + " done.")
        .field(field)
        .messageId(reused.owner());
  }

  static Problem unexpected(Answer.Unexpected unexpected) {
    return Problem.of(
            ProblemType.SEQUENCE_MISMATCH,
            "The last number of the group is "
                + unexpected.last()
                + ", not the one expected. Nothing was accepted.")
        .field(Call.EXPECTED_FIELD)
        .with("lastSequence", unexpected.last());
  }

  static Problem overloaded() {
    return Problem.of(
            ProblemType.OVERLOADED,
            "Too many messages for this destination are under way. Nothing was accepted; send it"
                + " again later.")
        .retryAfter(RETRY_SECONDS);
  }

  static Problem storeFailed(Answer.StoreFailed failed) {
    return storeUnavailable(
        (failed.mayBeAccepted()
                ? "The message may have been accepted: send it again with the same key, and only"
                    + " with the same key. "
                : "Nothing was accepted: send it again later. ")
            + failed.error()
            + ".");
  }

  static Problem storeUnavailable(String detail) {
    return Problem.of(ProblemType.STORE_UNAVAILABLE, detail).retryAfter(RETRY_SECONDS);
  }

  static Problem notPublished(Answer.NotPublished not) {
    return Problem.of(
        ProblemType.PUBLISH_FAILED, "The message was not published: " + not.error() + ".");
  }

  static Problem notKnown(Answer.NotKnown not) {
    return Problem.of(
        ProblemType.OUTCOME_UNKNOWN,
        "The message may have been published; sending it again may publish it twice: "
            + not.error()
            + ".");
  }
}
