package dev.postern.security;

import dev.postern.api.Grant;
import dev.postern.destination.Section;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the roles of tokens permit. */
final class Roles {
  private static final Section SECTION = new Section("postern.security.oidc.roles");

  private final Map<String, List<Grant>> byName;

  private Roles(Map<String, List<Grant>> byName) {
    this.byName = byName;
  }

  /**
   * The roles that are configured.
   *
   * @throws IllegalArgumentException naming the property and what is allowed
   */
  static Roles read(Map<String, List<String>> configured) {
    Map<String, List<Grant>> byName = new TreeMap<>();
    configured.forEach((role, texts) -> byName.put(role, grants(role, texts)));
    return new Roles(byName);
  }

  private static List<Grant> grants(String role, List<String> texts) {
    try {
      return texts.stream().map(Grant::parse).toList();
    } catch (IllegalArgumentException e) {
      throw SECTION.wrong(role, "is wrong: " + e.getMessage());
    }
  }

  /**
   * What this role permits: what is configured; else, where it reads like {@code publish:orders},
   * just that; else nothing, as with roles that are meant for others.
   */
  List<Grant> grants(String role) {
    List<Grant> configured = byName.get(role);
    return configured != null ? configured : Grant.of(role).map(List::of).orElse(List.of());
  }
}
