package dev.postern.subscription;

import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured set, fixed while the process runs. */
public final class Subscriptions {
  private final Map<String, Subscription> byName;

  /**
   * The set of these.
   *
   * @throws IllegalArgumentException where two subscriptions share a queue
   */
  public Subscriptions(Collection<Subscription> subscriptions) {
    Map<String, Subscription> named = new TreeMap<>();
    Map<String, Subscription> byQueue = new TreeMap<>();
    for (Subscription subscription : subscriptions) {
      Subscription other = byQueue.putIfAbsent(subscription.queue().name(), subscription);
      if (other != null) {
        throw new IllegalArgumentException(
            "postern.subscriptions."
                + subscription.name()
                + ".sqs-queue "
                + subscription.queue().name()
                + " already belongs to subscription "
                + other.name()
                + ": two would take each other's messages away");
      }
      named.put(subscription.name().value(), subscription);
    }
    this.byName = Collections.unmodifiableMap(named);
  }

  /**
   * The subscriptions that these entries configure.
   *
   * @throws IllegalArgumentException naming the property, its value and what is allowed
   */
  public static Subscriptions read(Map<String, SubscriptionConfig.Entry> entries) {
    return new Subscriptions(
        new TreeMap<>(entries)
            .entrySet().stream()
                .map(entry -> new SubscriptionReader(entry.getKey(), entry.getValue()).read())
                .toList());
  }

  /** The subscription of that name that this tenant may know of; another tenant's is unknown. */
  public Optional<Subscription> find(Tenant tenant, SubscriptionName name) {
    return Optional.ofNullable(byName.get(name.value()))
        .filter(subscription -> subscription.tenant().equals(tenant));
  }

  /** All, by name. */
  public Collection<Subscription> all() {
    return byName.values();
  }
}
