package dev.postern.local.aws;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * One rule of what goes wrong, as the control endpoint was told. Not thread-safe: {@link Faults}
 * guards it.
 */
final class Fault {
  /** What goes wrong. */
  enum Kind {
    /** Answered with a status and an AWS error, without being forwarded. */
    STATUS,
    /** Forwarded after a while. */
    DELAY,
    /** Never answered, never forwarded, until the rule is removed. */
    HANG,
    /** The connection is closed, nothing forwarded. */
    DROP_BEFORE,
    /** Forwarded and applied; instead of an answer the connection is closed. */
    DROP_AFTER,
    /** Nobody listens on the proxy's port until the rule is removed. */
    REFUSE;

    static Kind of(String name) {
      return Arrays.stream(values())
          .filter(kind -> kind.key().equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("kind: unknown: " + name));
    }

    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  final Service service;
  final Kind kind;
  final int status;
  final String code;
  final long delayMillis;
  private final Optional<String> action;
  private final double probability;
  private final Random random;
  private Optional<Integer> timesLeft;
  private long hits;

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException naming the member that is wrong
   */
  Fault(JsonObject json) {
    service = service(json.getString("service"));
    kind = Kind.of(json.getString("kind"));
    action = Optional.ofNullable(json.getString("action"));
    status = json.getInteger("status", 500);
    code = json.getString("code", status >= 500 ? "InternalFailure" : "ValidationException");
    delayMillis = json.getLong("delayMillis", 0L);
    timesLeft = Optional.ofNullable(json.getInteger("times"));
    probability = json.getDouble("probability", 1.0);
    random = new Random(json.getLong("seed", 0L));
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status: not 200..599: " + status);
    }
    if (!code.matches("[A-Za-z0-9.]{1,100}")) {
      throw new IllegalArgumentException("code: not an error code: " + code);
    }
    if (delayMillis < 0 || delayMillis > 600_000) {
      throw new IllegalArgumentException("delayMillis: not 0..600000: " + delayMillis);
    }
    if (kind == Kind.DELAY && delayMillis == 0) {
      throw new IllegalArgumentException("delayMillis: needed with kind delay");
    }
    if (kind == Kind.REFUSE && (action.isPresent() || timesLeft.isPresent() || probability < 1)) {
      throw new IllegalArgumentException("kind: refuse concerns the whole service, until removed");
    }
  }

  /** Whether this call is hit; counts it if so. */
  boolean hits(Service called, String calledAction) {
    if (service != called
        || action.filter(wanted -> !wanted.equals(calledAction)).isPresent()
        || timesLeft.filter(left -> left <= 0).isPresent()
        || random.nextDouble() >= probability) {
      return false;
    }
    timesLeft = timesLeft.map(left -> left - 1);
    hits++;
    return true;
  }

  JsonObject json() {
    JsonObject json =
        new JsonObject().put("service", service.key).put("kind", kind.key()).put("hits", hits);
    action.ifPresent(value -> json.put("action", value));
    timesLeft.ifPresent(value -> json.put("timesLeft", value));
    return json;
  }

  private static Service service(String key) {
    for (Service service :
        new Service[] {Service.DYNAMODB, Service.SQS, Service.SNS, Service.KMS}) {
      if (service.key.equals(key)) {
        return service;
      }
    }
    throw new IllegalArgumentException("service: none of dynamodb, sqs, sns, kms: " + key);
  }
}
