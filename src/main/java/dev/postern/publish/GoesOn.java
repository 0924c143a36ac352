package dev.postern.publish;

import dev.postern.message.InvalidMessage;

/** May the messages behind this one in its group follow? */
final class GoesOn implements OneOfMany.Reader<Boolean>, Answer.Reader<Boolean> {
  static final GoesOn READER = new GoesOn();

  private GoesOn() {}

  @Override
  public Boolean answered(Answer answer) {
    return answer.accept(this);
  }

  @Override
  public Boolean refused(InvalidMessage reason) {
    return false;
  }

  @Override
  public Boolean predecessorRefused() {
    return false;
  }

  @Override
  public Boolean notBegun() {
    return false;
  }

  /** Also behind a dead one: the destination has said whether its group waits. */
  @Override
  public Boolean tracked(Answer.Tracked tracked) {
    return true;
  }

  @Override
  public Boolean keyReused(Answer.KeyReused reused) {
    return false;
  }

  @Override
  public Boolean unexpected(Answer.Unexpected unexpected) {
    return false;
  }

  @Override
  public Boolean overloaded(Answer.Overloaded overloaded) {
    return false;
  }

  /** It may not have been accepted, and then would come after those behind it. */
  @Override
  public Boolean storeFailed(Answer.StoreFailed failed) {
    return false;
  }

  // At most once is outside the order.

  @Override
  public Boolean sent(Answer.Sent sent) {
    return true;
  }

  @Override
  public Boolean notPublished(Answer.NotPublished not) {
    return true;
  }

  @Override
  public Boolean notKnown(Answer.NotKnown not) {
    return true;
  }
}
