package dev.postern.message;

/**
 * What a record is stored under: the first 128 bits of SHA-256 over tenant, destination and
 * idempotency key, in 26 characters of Crockford's base 32.
 */
public record KeyHash(String value) {
  static final int LENGTH = 26;

  public KeyHash {
    if (value.length() != LENGTH || !Crockford.isEncoded(value)) {
      throw new IllegalArgumentException("not a key hash: " + value);
    }
  }

  public static KeyHash of(Tenant tenant, DestinationName destination, IdempotencyKey key) {
    return new KeyHash(
        Crockford.encode128(
            new Digest().part(tenant.name()).part(destination.value()).part(key.value()).bytes()));
  }

  @Override
  public String toString() {
    return value;
  }
}
