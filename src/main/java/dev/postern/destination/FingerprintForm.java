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
   * difference. Numbers are compared as IEEE 754 doubles, as that RFC has it: whole numbers beyond
   * 2^53 may count as equal though their digits differ. Other payloads, and JSON that can't be
   * parsed or is nested deeper than 200 levels, are compared byte for byte.
   */
  CANONICAL_JSON {
    @Override
    public Fingerprint of(Message message) {
      byte[] payload = message.content().payload().array();
      if (!message.content().type().isJson() || isDeep(payload)) {
        return message.fingerprint();
      }
      try {
        return message.fingerprint(new Bytes(new JsonCanonicalizer(payload).getEncodedUTF8()));
      } catch (IOException notJson) {
        return message.fingerprint();
      }
    }
  };

  private static final int MOST_LEVELS = 200;

  /** The canonicalizer calls itself for each level: a hostile payload would exhaust the stack. */
  private static boolean isDeep(byte[] json) {
    int levels = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length && levels <= MOST_LEVELS; i++) {
      switch (json[i]) {
        case '"' -> quoted = !quoted;
        case '\\' -> i += quoted ? 1 : 0;
        case '[', '{' -> levels += quoted ? 0 : 1;
        case ']', '}' -> levels -= quoted ? 0 : 1;
        default -> {}
      }
    }
    return levels > MOST_LEVELS;
  }

  public abstract Fingerprint of(Message message);
}
