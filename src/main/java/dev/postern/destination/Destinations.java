package dev.postern.destination;

import dev.postern.message.DestinationName;
import dev.postern.message.Tenant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured set, fixed while the process runs. */
public final class Destinations {
  private final Map<String, Destination> byName;

  /**
   * The set of these.
   *
   * @throws IllegalArgumentException where two destinations share a queue or topic
   */
  public Destinations(Collection<Destination> destinations) {
    Map<String, Destination> named = new TreeMap<>();
    Map<String, Destination> byTarget = new TreeMap<>();
    for (Destination destination : destinations) {
      Target target = destination.target();
      String kind = target.fold(queue -> "queue ", topic -> "topic ");
      Destination other = byTarget.putIfAbsent(kind + target.name(), destination);
      if (other != null) {
        throw new IllegalArgumentException(
            "postern.destinations."
                + destination.name()
                + ": "
                + kind
                + target.name()
                + " already belongs to destination "
                + other.name());
      }
      named.put(destination.name().value(), destination);
    }
    this.byName = Collections.unmodifiableMap(named);
  }

  /** The destination of that name that this tenant may know of; another tenant's is unknown. */
  public Optional<Destination> find(Tenant tenant, DestinationName name) {
    return find(name).filter(destination -> destination.tenant().equals(tenant));
  }

  public Optional<Destination> find(DestinationName name) {
    return Optional.ofNullable(byName.get(name.value()));
  }

  /** All, by name. */
  public Collection<Destination> all() {
    return byName.values();
  }
}
