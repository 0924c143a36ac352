package dev.postern.message;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a caller has seen of a destination's messages, as a token that it hands on without looking
 * into it.
 *
 * <p>The token is base64url, without padding, of: the format's version, 1 byte; 4 bytes of a digest
 * of tenant and destination; 4 bytes of a digest of the rest; and for each producer the length of
 * its name, 1 byte, the name, and its count, 7 bits a byte, least first. The digests find what was
 * damaged or belongs elsewhere; they are no proof of who made it. At most {@value #MOST_CHARACTERS}
 * characters.
 */
public final class CausalContext {
  /** The header that carries it, named in refusals. */
  public static final String FIELD = "Causal-Context";

  /** What 64 producers with the longest names and counts take. */
  public static final int MOST_CHARACTERS = 6_327;

  private static final byte VERSION = 1;
  private static final int DIGEST = 4;

  private CausalContext() {}

  /** The token of a clock. */
  public static String write(CausalClock clock, Tenant tenant, DestinationName destination) {
    ByteBuffer counts = ByteBuffer.allocate(CausalClock.MOST_PRODUCERS * 74);
    for (Map.Entry<Producer, Long> each : clock.counts().entrySet()) {
      byte[] name = each.getKey().name().getBytes(StandardCharsets.US_ASCII);
      counts.put((byte) name.length).put(name);
      long left = each.getValue();
      while (left > 0x7f) {
        counts.put((byte) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      counts.put((byte) left);
    }
    byte[] body = Arrays.copyOf(counts.array(), counts.position());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(1 + 2 * DIGEST + body.length)
                .put(VERSION)
                .put(scope(tenant, destination))
                .put(digest(body))
                .put(body)
                .array());
  }

  /**
   * The clock of a token.
   *
   * @throws InvalidMessage where it is none, of another version, or of another destination
   */
  public static CausalClock read(String token, Tenant tenant, DestinationName destination) {
    if (token.length() > MOST_CHARACTERS) {
      throw malformed("have at most " + MOST_CHARACTERS + " characters");
    }
    ByteBuffer bytes = bytes(token);
    if (bytes.remaining() < 1 + 2 * DIGEST) {
      throw malformed("be a token as an answer gave it, whole");
    }
    byte version = bytes.get();
    if (version != VERSION) {
      throw malformed("be of format version " + VERSION + ", not " + version);
    }
    byte[] scope = next(bytes, DIGEST);
    byte[] digest = next(bytes, DIGEST);
    byte[] body = next(bytes, bytes.remaining());
    if (!Arrays.equals(digest, digest(body))) {
      throw malformed("be a token as an answer gave it, unchanged");
    }
    if (!Arrays.equals(scope, scope(tenant, destination))) {
      throw malformed("come from an answer of this destination; this one is of another");
    }
    return clock(ByteBuffer.wrap(body));
  }

  private static ByteBuffer bytes(String token) {
    try {
      return ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
    } catch (IllegalArgumentException notBase64) {
      throw malformed("be a token as an answer gave it: letters, digits, - and _");
    }
  }

  private static CausalClock clock(ByteBuffer body) {
    SortedMap<Producer, Long> counts = new TreeMap<>();
    try {
      while (body.hasRemaining()) {
        byte[] name = next(body, body.get());
        counts.put(new Producer(new String(name, StandardCharsets.US_ASCII)), count(body));
      }
      return new CausalClock(counts);
    } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
      throw malformed("be a token as an answer gave it, whole");
    }
  }

  private static long count(ByteBuffer body) {
    long count = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = body.get();
      count |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return count;
      }
    }
    throw malformed("be a token as an answer gave it, unchanged");
  }

  private static byte[] next(ByteBuffer bytes, int length) {
    byte[] next = new byte[length];
    bytes.get(next);
    return next;
  }

  private static byte[] scope(Tenant tenant, DestinationName destination) {
    return Arrays.copyOf(
        new Digest().part(tenant.name()).part(destination.value()).bytes(), DIGEST);
  }

  private static byte[] digest(byte[] body) {
    return Arrays.copyOf(new Digest().part(body).bytes(), DIGEST);
  }

  private static InvalidMessage malformed(String limit) {
    return new InvalidMessage(Flaw.CAUSAL_CONTEXT_MALFORMED, FIELD, limit);
  }
}
