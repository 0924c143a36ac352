package dev.postern.local.aws;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Of KMS what makes data keys and opens them: {@code GenerateDataKey} and {@code Decrypt}, for
 * every alias that begins with {@value #ALIASES}. What it encrypts it encrypts under one master
 * key, which ends with the process, and binds to alias and encryption context.
 */
final class Kms {
  /** The keys that there are. */
  static final String ALIASES = "alias/postern";

  private static final int MAX_BODY = 64 * 1024;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final byte[] master = random(KEY_BYTES);

  private Kms() {}

  /** A call is refused, with the code that KMS has for it. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    Refused(String code, String message) {
      super(message);
      this.code = code;
    }
  }

  /** Starts it on this port of the loopback address; listens when the future completes. */
  static Future<Void> start(Vertx vertx, int port) {
    Kms kms = new Kms();
    return vertx
        .createHttpServer()
        .requestHandler(kms::handle)
        .listen(port, "127.0.0.1")
        .mapEmpty();
  }

  private void handle(HttpServerRequest request) {
    Body.read(request, MAX_BODY)
        .map(body -> run(AwsAction.of(request, body), body))
        .onSuccess(
            answer ->
                request
                    .response()
                    .putHeader("Content-Type", "application/x-amz-json-1.1")
                    .end(answer.encode()))
        .onFailure(
            problem -> {
              boolean refused = problem instanceof Refused;
              AwsError.send(
                  Service.KMS,
                  request,
                  refused ? 400 : 500,
                  problem instanceof Refused known ? known.code : "KMSInternalException",
                  String.valueOf(problem.getMessage()));
            });
  }

  private JsonObject run(String action, Buffer body) {
    JsonObject asked = new JsonObject(body);
    return switch (action) {
      case "GenerateDataKey" -> generate(asked);
      case "Decrypt" -> decrypt(asked);
      default -> throw new Refused("UnknownOperationException", action + " is not here");
    };
  }

  private JsonObject generate(JsonObject asked) {
    String key = asked.getString("KeyId", "");
    if (!key.startsWith(ALIASES)) {
      throw new Refused("NotFoundException", key + " is not found.");
    }
    if (!"AES_256".equals(asked.getString("KeySpec"))) {
      throw new Refused("ValidationException", "KeySpec: only AES_256 is here");
    }
    byte[] plain = random(KEY_BYTES);
    byte[] nonce = random(NONCE_BYTES);
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] closed = crypt(Cipher.ENCRYPT_MODE, nonce, context(key, asked), plain);
    byte[] blob =
        ByteBuffer.allocate(1 + name.length + NONCE_BYTES + closed.length)
            .put((byte) name.length)
            .put(name)
            .put(nonce)
            .put(closed)
            .array();
    return answer(key, plain).put("CiphertextBlob", Base64.getEncoder().encodeToString(blob));
  }

  private JsonObject decrypt(JsonObject asked) {
    ByteBuffer blob =
        ByteBuffer.wrap(Base64.getDecoder().decode(asked.getString("CiphertextBlob")));
    int nameLength = blob.hasRemaining() ? Byte.toUnsignedInt(blob.get()) : 0;
    if (blob.remaining() < nameLength + NONCE_BYTES) {
      throw new Refused("InvalidCiphertextException", null);
    }
    byte[] name = next(blob, nameLength);
    byte[] nonce = next(blob, NONCE_BYTES);
    String key = new String(name, StandardCharsets.UTF_8);
    byte[] closed = next(blob, blob.remaining());
    return answer(key, crypt(Cipher.DECRYPT_MODE, nonce, context(key, asked), closed));
  }

  private static JsonObject answer(String key, byte[] plain) {
    return new JsonObject()
        .put("KeyId", "arn:aws:kms:" + Sqs.REGION + ":" + Sqs.ACCOUNT + ":" + key)
        .put("Plaintext", Base64.getEncoder().encodeToString(plain));
  }

  private static byte[] context(String key, JsonObject asked) {
    JsonObject context = asked.getJsonObject("EncryptionContext", new JsonObject());
    return (key + new TreeMap<>(context.getMap())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] context, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(master, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context);
      return cipher.doFinal(text);
    } catch (GeneralSecurityException changed) {
      throw new Refused("InvalidCiphertextException", null);
    }
  }

  private static byte[] next(ByteBuffer rest, int length) {
    byte[] next = new byte[length];
    rest.get(next);
    return next;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
