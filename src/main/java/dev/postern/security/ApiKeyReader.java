package dev.postern.security;

import dev.postern.api.Caller;
import dev.postern.api.Grant;
import dev.postern.destination.Section;
import dev.postern.message.Bytes;
import dev.postern.message.Tenant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what is configured of one caller; every complaint names the property. */
final class ApiKeyReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final String name;
  private final SecurityConfig.ApiKey entry;
  private final Section section;

  ApiKeyReader(String name, SecurityConfig.ApiKey entry) {
    this.name = name;
    this.entry = entry;
    this.section = new Section("postern.security.api-keys." + name);
  }

  List<ApiKeys.Key> read() {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          section.prefix() + ": the name must have 1 to 64 characters of a-z, 0-9 and -");
    }
    Caller caller = new Caller(tenant(), name, grants());
    return hashes().stream()
        .map(hash -> new ApiKeys.Key(new Bytes(HexFormat.of().parseHex(hash)), caller))
        .toList();
  }

  /** What is wrong is not repeated: it may be the key itself. */
  private List<String> hashes() {
    List<String> hashes = entry.sha256().orElse(List.of());
    boolean fit = hashes.stream().allMatch(hash -> HASH.matcher(hash).matches());
    if (hashes.isEmpty() || hashes.size() > 2 || !fit) {
      throw section.wrong(
          "sha256",
          "must be the SHA-256 of the key in 64 lower-case hexadecimal digits; one, or with a comma"
              + " the new and the old one");
    }
    return hashes;
  }

  private Tenant tenant() {
    try {
      return new Tenant(entry.tenant());
    } catch (IllegalArgumentException e) {
      throw section.wrong("tenant", "is wrong: " + e.getMessage());
    }
  }

  private List<Grant> grants() {
    List<String> texts = entry.permissions().orElse(List.of());
    if (texts.isEmpty()) {
      throw section.wrong("permissions", "must be set, such as publish:orders,read-status:*");
    }
    try {
      return texts.stream().map(Grant::parse).toList();
    } catch (IllegalArgumentException e) {
      throw section.wrong("permissions", "is wrong: " + e.getMessage());
    }
  }
}
