package dev.postern.webhook;

import dev.postern.message.Bytes;
import dev.postern.subscription.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of a message as Standard Webhooks 1.0.0 has them: {@code v1,} and the HMAC-SHA256 of
 * {@code id.timestamp.body} in base64, one for each secret, parted by spaces.
 */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /**
   * The header {@code webhook-signature}.
   *
   * @param secrets in whose order the signatures are
   * @param id as it is sent, in ASCII
   * @param timestamp seconds since the epoch
   * @param body as it is sent
   */
  static String of(List<Secret> secrets, String id, long timestamp, Bytes body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
    return secrets.stream()
        .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hmac(Secret secret, byte[] head, Bytes body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.key().array(), ALGORITHM));
      mac.update(head);
      return mac.doFinal(body.array());
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
    }
  }
}
