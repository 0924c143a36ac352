package dev.postern.subscription;

import dev.postern.message.GroupId;
import dev.postern.message.SubscriptionName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tickets as opaque, signed text that any replica takes: so nothing is kept in memory for who was
 * handed a message.
 *
 * <p>A token is base64url, without padding, of the format's version, 1 byte; the ticket and the
 * name of its subscription; and an HMAC-SHA256 of both, 32 bytes. It says nothing that is secret,
 * but nobody can make one, or change one, who does not have the secret.
 *
 * <p>Thread-safe.
 */
public final class AckTokens {
  /** Longer than the longest that is made. */
  public static final int MOST_CHARACTERS = 4_096;

  private static final byte VERSION = 1;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC = 32;

  private final List<SecretKeySpec> keys;

  /**
   * Tokens signed with the first of these; those signed with any of them are taken.
   *
   * @param secrets each of at least 32 bytes; none where no token is ever made
   */
  public AckTokens(List<byte[]> secrets) {
    if (secrets.stream().anyMatch(secret -> secret.length < MAC)) {
      throw new IllegalArgumentException("must be one or more secrets of at least 32 bytes each");
    }
    this.keys = secrets.stream().map(secret -> new SecretKeySpec(secret, ALGORITHM)).toList();
  }

  /** The token of a ticket. */
  public String write(SubscriptionName subscription, Ticket ticket) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(subscription.value());
      out.writeUTF(ticket.message().value());
      out.writeUTF(ticket.group().map(GroupId::value).orElse(""));
      out.writeUTF(ticket.copy().queueId());
      out.writeUTF(ticket.copy().receipt());
      out.writeInt(ticket.attempt());
      out.writeLong(ticket.version());
      out.writeLong(ticket.until().toEpochMilli());
      out.write(mac(keys.get(0), bytes.toByteArray()));
    } catch (IOException e) {
      throw new IllegalStateException("a ticket is larger than any that SQS gives cause for", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** The ticket of a token; nothing where it was not made here, for this subscription. */
  public Optional<Ticket> read(SubscriptionName subscription, String token) {
    if (token.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length <= MAC) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOf(bytes, bytes.length - MAC);
    byte[] mac = Arrays.copyOfRange(bytes, body.length, bytes.length);
    boolean own = keys.stream().anyMatch(key -> MessageDigest.isEqual(mac, mac(key, body)));
    return own ? ticket(subscription, body) : Optional.empty();
  }

  private static Optional<Ticket> ticket(SubscriptionName subscription, byte[] body) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
      if (in.readByte() != VERSION || !in.readUTF().equals(subscription.value())) {
        return Optional.empty();
      }
      return Optional.of(
          new Ticket(
              new InboundId(in.readUTF()),
              Optional.of(in.readUTF()).filter(group -> !group.isEmpty()).map(GroupId::new),
              new Ticket.Copy(in.readUTF(), in.readUTF()),
              in.readInt(),
              in.readLong(),
              Instant.ofEpochMilli(in.readLong())));
    } catch (IOException e) {
      throw new IllegalStateException("what was signed here can be read here", e);
    }
  }

  private static byte[] mac(SecretKeySpec key, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
