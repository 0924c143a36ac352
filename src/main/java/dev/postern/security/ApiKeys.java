package dev.postern.security;

import dev.postern.api.Caller;
import dev.postern.api.Problem;
import dev.postern.api.ProblemType;
import dev.postern.api.RefusedRequest;
import dev.postern.message.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Knows callers by the key in the header {@value #HEADER}. */
final class ApiKeys {
  static final String HEADER = "X-API-Key";

  /** One hash, and whose it is. */
  record Key(Bytes sha256, Caller caller) {}

  private final List<Key> keys;

  private ApiKeys(List<Key> keys) {
    this.keys = keys;
  }

  /**
   * The callers that these entries configure.
   *
   * @throws IllegalArgumentException naming the property and what is allowed; never a key
   */
  static ApiKeys read(Map<String, SecurityConfig.ApiKey> entries) {
    List<Key> keys =
        new TreeMap<>(entries)
            .entrySet().stream()
                .flatMap(it -> new ApiKeyReader(it.getKey(), it.getValue()).read().stream())
                .toList();
    checkDistinct(keys);
    return new ApiKeys(keys);
  }

  private static void checkDistinct(List<Key> keys) {
    Map<String, String> owners = new TreeMap<>();
    for (Key key : keys) {
      String other =
          owners.putIfAbsent(HexFormat.of().formatHex(key.sha256().array()), key.caller().name());
      if (other != null) {
        throw new IllegalArgumentException(
            "postern.security.api-keys."
                + key.caller().name()
                + ".sha256 has a hash that "
                + other
                + " has, too: each must stand once");
      }
    }
  }

  /**
   * Who sent these keys: one is expected.
   *
   * @param ways what could be sent, for who sends nothing
   * @throws RefusedRequest where none is sent, or several, or one that nobody has
   */
  Caller identify(List<String> given, String ways) {
    if (given.isEmpty() || (given.size() == 1 && given.get(0).isBlank())) {
      throw refused(ProblemType.CREDENTIALS_MISSING, ways + " must be sent with every call.");
    }
    if (given.size() > 1) {
      throw refused(ProblemType.CREDENTIALS_INVALID, HEADER + " was given more than once.");
    }
    return withKey(given.get(0))
        .orElseThrow(
            () ->
                refused(ProblemType.CREDENTIALS_INVALID, "Nobody has the key in " + HEADER + "."));
  }

  /** Whose key this is, if anyone's. */
  Optional<Caller> withKey(String key) {
    return key.isBlank() ? Optional.empty() : Optional.ofNullable(find(digest(key)));
  }

  /** Compares with all, and each to its end, so that the time it takes tells nothing. */
  private Caller find(byte[] sha256) {
    Caller found = null;
    for (Key key : keys) {
      if (MessageDigest.isEqual(key.sha256().array(), sha256)) {
        found = key.caller();
      }
    }
    return found;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  static RefusedRequest refused(ProblemType type, String detail) {
    return new RefusedRequest(Problem.of(type, detail).field(HEADER));
  }
}
