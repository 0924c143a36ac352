package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import dev.postern.publish.Answer;
import dev.postern.publish.MessageState;
import dev.postern.publish.OneOfMany;
import java.util.Map;

/** Writes what a caller who published several messages is told of one. */
record ItemAnswer(Destination destination, Message message, Map<String, String> names)
    implements OneOfMany.Reader<ItemResult>, Answer.Reader<ItemResult> {

  @Override
  public ItemResult answered(Answer answer) {
    return answer.accept(this);
  }

  @Override
  public ItemResult refused(InvalidMessage reason) {
    return ItemResult.of(ItemResult.problem(reason, destination, names));
  }

  @Override
  public ItemResult predecessorRefused() {
    return ItemResult.of(
        Problem.of(
            ProblemType.PREDECESSOR_REFUSED,
            "A message before this one in its group was refused in this request, or may not have"
                + " been accepted. Nothing was done; send the refused ones again in their order."));
  }

  @Override
  public ItemResult notBegun() {
    return ItemResult.of(
        Problem.of(
                ProblemType.OVERLOADED,
                "The messages before this one took longer than a request may. Nothing was accepted;"
                    + " send it again later.")
            .retryAfter(PublishProblem.RETRY_SECONDS));
  }

  @Override
  public ItemResult tracked(Answer.Tracked tracked) {
    MessageState state = tracked.state();
    return state
        .outcome()
        .map(
            outcome ->
                outcome.fold(
                    published -> shown(201, tracked),
                    dead -> ItemResult.of(PublishProblem.dead(state, dead))))
        .orElseGet(() -> shown(202, tracked));
  }

  private static ItemResult shown(int status, Answer.Tracked tracked) {
    return ItemResult.of(status, MessageView.of(tracked.state()), tracked.replayed());
  }

  @Override
  public ItemResult keyReused(Answer.KeyReused reused) {
    return ItemResult.of(PublishProblem.keyReused(reused, names.get(IdempotencyKey.FIELD)));
  }

  @Override
  public ItemResult unexpected(Answer.Unexpected unexpected) {
    return ItemResult.of(PublishProblem.unexpected(unexpected));
  }

  @Override
  public ItemResult overloaded(Answer.Overloaded overloaded) {
    return ItemResult.of(PublishProblem.overloaded());
  }

  @Override
  public ItemResult storeFailed(Answer.StoreFailed failed) {
    return ItemResult.of(PublishProblem.storeFailed(failed));
  }

  @Override
  public ItemResult sent(Answer.Sent sent) {
    return ItemResult.of(201, MessageView.of(message, sent), false);
  }

  @Override
  public ItemResult notPublished(Answer.NotPublished not) {
    return ItemResult.of(PublishProblem.notPublished(not));
  }

  @Override
  public ItemResult notKnown(Answer.NotKnown not) {
    return ItemResult.of(PublishProblem.notKnown(not));
  }
}
