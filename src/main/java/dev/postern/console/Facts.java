package dev.postern.console;

import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a resource of the HTTP interface answered, by the names that the contract gives. */
public record Facts(Map<String, Object> members) {
  public Facts {
    Objects.requireNonNull(members);
  }

  static Facts of(Response answer) {
    return of(answer.getEntity());
  }

  /** Of an object of the contract; its members' names are text, as all of JSON's are. */
  private static Facts of(Object entity) {
    Map<String, Object> members = new LinkedHashMap<>();
    ((Map<?, ?>) entity).forEach((name, value) -> members.put((String) name, value));
    return new Facts(members);
  }

  /** Is there such a member, and a value in it? */
  public boolean has(String name) {
    return members.get(name) != null;
  }

  /** The value as text; empty where there is none. */
  public String text(String name) {
    return Objects.toString(members.get(name), "");
  }

  public boolean is(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  /** The value as a number; 0 where there is none. */
  public long number(String name) {
    return members.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** The object in it, one without members where there is none. */
  public Facts part(String name) {
    return has(name) ? of(members.get(name)) : new Facts(Map.of());
  }

  /** The objects in it. */
  public List<Facts> list(String name) {
    return has(name) ? ((List<?>) members.get(name)).stream().map(Facts::of).toList() : List.of();
  }

  /** The texts in it, with commas. */
  public String words(String name) {
    return has(name)
        ? String.join(", ", ((List<?>) members.get(name)).stream().map(Object::toString).toList())
        : "";
  }
}
