package dev.postern.publish;

import dev.postern.message.InvalidMessage;

/** What became of one message of several in a request. */
public sealed interface OneOfMany {
  <T> T accept(Reader<T> reader);

  /** One case for each. */
  interface Reader<T> {
    T answered(Answer answer);

    T refused(InvalidMessage reason);

    T predecessorRefused();

    T notBegun();
  }

  /** It was answered as a call of its own would have been. */
  record Answered(Answer answer) implements OneOfMany {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.answered(answer);
    }
  }

  /** The destination does not take such a message; nothing was done. */
  record Refused(InvalidMessage reason) implements OneOfMany {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.refused(reason);
    }
  }

  /** One before it in its group was refused, or may not have been accepted; nothing was done. */
  record PredecessorRefused() implements OneOfMany {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.predecessorRefused();
    }
  }

  /** The request's time was over before its turn came; nothing was done. */
  record NotBegun() implements OneOfMany {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.notBegun();
    }
  }
}
