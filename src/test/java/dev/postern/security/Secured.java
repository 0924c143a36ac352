package dev.postern.security;

import dev.postern.api.Permission;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Security is on. Tenant {@code default} has the destinations and subscriptions of every test,
 * {@code other} those named {@code theirs}.
 */
public class Secured implements QuarkusTestProfile {
  public static final String ALL = "all";
  public static final String NOTHING_HERE = "nothing-here";
  public static final String FOREIGN = "foreign";

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("postern.security.enabled", "true");
    settings.put("postern.table", "secured");
    settings.put("postern.destinations.theirs.sqs-queue", "theirs.fifo");
    settings.put("postern.destinations.theirs.tenant", "other");
    settings.put("postern.subscriptions.theirs.sqs-queue", "theirs.fifo");
    settings.put("postern.subscriptions.theirs.tenant", "other");
    grant(settings, ALL, every(null));
    grant(settings, NOTHING_HERE, "publish:news,consume:nothing");
    grant(settings, FOREIGN, every(null));
    settings.put("postern.security.api-keys.foreign.tenant", "other");
    for (Permission permission : Permission.values()) {
      grant(settings, only(permission.word()), permission.word() + ":*");
      grant(settings, allBut(permission.word()), every(permission));
    }
    return settings;
  }

  private static void grant(Map<String, String> settings, String name, String permissions) {
    String prefix = "postern.security.api-keys." + name;
    settings.put(prefix + ".sha256", sha256(key(name)));
    settings.put(prefix + ".permissions", permissions);
  }

  private static String every(Permission but) {
    return Arrays.stream(Permission.values())
        .filter(permission -> permission != but)
        .map(permission -> permission.word() + ":*")
        .collect(Collectors.joining(","));
  }

  /** Who has this permission, and no other. */
  public static String only(String permission) {
    return "only-" + permission;
  }

  /** Who has every permission but this. */
  public static String allBut(String permission) {
    return "all-but-" + permission;
  }

  /** The key of the caller of that name. */
  public static String key(String name) {
    return "the key of " + name;
  }

  static String sha256(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
