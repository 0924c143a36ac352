package dev.postern.publish;

import dev.postern.message.MessageId;
import java.util.Optional;

/** What a caller who published is told. */
public sealed interface Answer {
  <T> T accept(Reader<T> reader);

  /** One case for each answer. */
  interface Reader<T> {
    T tracked(Tracked tracked);

    T keyReused(KeyReused reused);

    T unexpected(Unexpected unexpected);

    T overloaded(Overloaded overloaded);

    T storeFailed(StoreFailed failed);

    T sent(Sent sent);

    T notPublished(NotPublished not);

    T notKnown(NotKnown not);
  }

  /**
   * The message is durable; its state says how far it has come.
   *
   * @param replayed an earlier call owns it
   */
  record Tracked(MessageState state, boolean replayed) implements Answer {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.tracked(this);
    }
  }

  /** The key belongs to another message. */
  record KeyReused(MessageId owner) implements Answer {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.keyReused(this);
    }
  }

  /**
   * Nothing was accepted: the last number of its group is another than the caller expected.
   *
   * @param last 0 where there is none
   */
  record Unexpected(long last) implements Answer {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.unexpected(this);
    }
  }

  /** Nothing was accepted: too much is under way. */
  record Overloaded() implements Answer {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.overloaded(this);
    }
  }

  /**
   * The store failed.
   *
   * @param mayBeAccepted and even published: only the same key can tell. Else nothing was accepted,
   *     nor will be
   */
  record StoreFailed(String error, boolean mayBeAccepted) implements Answer {
    /** In doubt. */
    StoreFailed(String error) {
      this(error, true);
    }

    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.storeFailed(this);
    }
  }

  /** At most once: the broker has it. */
  record Sent(String brokerMessageId, Optional<String> sequenceNumber) implements Answer {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.sent(this);
    }
  }

  /** At most once: it was certainly not published. */
  record NotPublished(String error) implements Answer {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.notPublished(this);
    }
  }

  /** At most once: it may have been published. */
  record NotKnown(String error) implements Answer {
    @Override
    public <T> T accept(Reader<T> reader) {
      return reader.notKnown(this);
    }
  }
}
