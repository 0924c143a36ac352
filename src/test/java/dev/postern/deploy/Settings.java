package dev.postern.deploy;

import dev.postern.aws.AwsConfig;
import dev.postern.aws.CompressionConfig;
import dev.postern.aws.EncryptionConfig;
import dev.postern.broker.BreakerConfig;
import dev.postern.console.ConsoleConfig;
import dev.postern.destination.ConfiguredDestinations;
import dev.postern.destination.DestinationConfig;
import dev.postern.destination.Destinations;
import dev.postern.local.LocalConfig;
import dev.postern.observe.TraceConfig;
import dev.postern.publish.PublishConfig;
import dev.postern.replica.ReplicaConfig;
import dev.postern.security.SecurityConfig;
import dev.postern.subscription.AckTokenConfig;
import dev.postern.subscription.SubscriptionConfig;
import dev.postern.subscription.Subscriptions;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * An {@code application.properties} of {@code k8s/}, read as the application reads it at start:
 * with all of its mappings, so that a property of Postern's which none of them knows is refused.
 */
public final class Settings {
  private static final List<Class<?>> MAPPINGS =
      List.of(
          AwsConfig.class,
          BreakerConfig.class,
          CompressionConfig.class,
          ConsoleConfig.class,
          DestinationConfig.class,
          EncryptionConfig.class,
          LocalConfig.class,
          TraceConfig.class,
          PublishConfig.class,
          ReplicaConfig.class,
          SecurityConfig.class,
          AckTokenConfig.class,
          SubscriptionConfig.class);

  private final Map<String, String> properties;
  private final SmallRyeConfig config;

  private Settings(Map<String, String> properties) {
    this.properties = properties;
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withConverter(MemorySize.class, 200, new MemorySizeConverter())
            .withSources(new PropertiesConfigSource(properties, "k8s", 100));
    MAPPINGS.forEach(builder::withMapping);
    this.config = builder.build();
  }

  /**
   * The file of {@code k8s/base} or an overlay.
   *
   * @throws io.smallrye.config.ConfigValidationException naming what is unknown or no value
   */
  public static Settings of(String directory) {
    Path file = Manifests.K8S.resolve(directory).resolve("application.properties");
    try {
      return parse(Files.readString(file));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  static Settings parse(String text) {
    return new Settings(properties(new StringReader(text)));
  }

  static Map<String, String> properties(Reader text) {
    Properties read = new Properties();
    try {
      read.load(text);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    Map<String, String> properties = new TreeMap<>();
    read.forEach((name, value) -> properties.put((String) name, (String) value));
    return properties;
  }

  /** Production as it would be in another region and account. */
  public static Settings ofProductionIn(String home) {
    Map<String, String> moved = new TreeMap<>();
    of("overlays/prod")
        .properties
        .forEach((name, value) -> moved.put(name, value.replace(Manifests.home(), home)));
    return new Settings(moved);
  }

  Map<String, String> properties() {
    return properties;
  }

  <T> T mapping(Class<T> mapping) {
    return config.getConfigMapping(mapping);
  }

  Duration duration(String property) {
    return config.getValue(property, Duration.class);
  }

  /** The destinations, where each is one that the application takes. */
  public Destinations destinations() {
    return ConfiguredDestinations.read(mapping(DestinationConfig.class).byName());
  }

  /** The subscriptions, likewise. */
  public Subscriptions subscriptions() {
    return Subscriptions.read(mapping(SubscriptionConfig.class).byName());
  }
}
