package dev.postern.destination;

import dev.postern.message.Bytes;
import dev.postern.message.Fingerprint;
import dev.postern.message.Message;
import dev.postern.message.Worded;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** In which form two payloads under one key are compared. */
public enum FingerprintForm implements Worded {
  /** Byte for byte. */
  BYTES {
    @Override
    public Fingerprint of(Message message) {
      return message.fingerprint();
    }
  },
  /**
   * JSON in its canonical form (RFC 8785): member order, white space and number spelling make no
   * difference. Other payloads, and JSON that can't be parsed, are compared byte for byte.
   */
  CANONICAL_JSON {
    @Override
    public Fingerprint of(Message message) {
      if (!message.content().type().isJson()) {
        return message.fingerprint();
      }
      try {
        return message.fingerprint(
            new Bytes(new JsonCanonicalizer(message.content().payload().array()).getEncodedUTF8()));
      } catch (IOException notJson) {
        return message.fingerprint();
      }
    }
  };

  public abstract Fingerprint of(Message message);
}
