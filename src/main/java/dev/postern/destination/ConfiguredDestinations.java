package dev.postern.destination;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;

/** Reads the destinations from the configuration; a wrong property stops the start by its name. */
public final class ConfiguredDestinations {
  ConfiguredDestinations() {}

  @Produces
  @Singleton
  static Destinations destinations(DestinationConfig config) {
    return read(config.byName());
  }

  /**
   * The destinations that these entries configure.
   *
   * @throws IllegalArgumentException naming the property, its value and what is allowed
   */
  public static Destinations read(Map<String, DestinationConfig.Entry> entries) {
    return new Destinations(
        new TreeMap<>(entries)
            .entrySet().stream()
                .map(entry -> new DestinationReader(entry.getKey(), entry.getValue()).read())
                .toList());
  }
}
