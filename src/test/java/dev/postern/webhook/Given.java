package dev.postern.webhook;

import dev.postern.destination.OnDead;
import dev.postern.destination.Target;
import dev.postern.message.Additions;
import dev.postern.message.Attribute;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.Stamp;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Ordering;
import dev.postern.subscription.Secret;
import dev.postern.subscription.Subscription;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A subscription and a message, of which a test changes what it is about. */
final class Given {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00.9Z");
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final Secret SECRET = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  static final Secret OLD_SECRET = Secret.of("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd");

  private Given() {}

  /** One that may call private addresses. */
  static Subscription subscription(String url) {
    return subscription(push(url, true, Subscription.Form.PAYLOAD));
  }

  /** One that must not call private addresses. */
  static Subscription strict(String url) {
    return subscription(push(url, false, Subscription.Form.PAYLOAD));
  }

  static Subscription events(String url) {
    return subscription(push(url, true, Subscription.Form.CLOUDEVENTS));
  }

  private static Subscription.Push push(String url, boolean allows, Subscription.Form form) {
    return new Subscription.Push(
        URI.create(url),
        List.of(SECRET, OLD_SECRET),
        form,
        new Subscription.Calls(16, TIMEOUT, allows, false));
  }

  static Subscription subscription(Subscription.Push push) {
    return new Subscription(
        new SubscriptionName("invoices"),
        Tenant.DEFAULT,
        new Target.SqsQueue("invoices"),
        new Subscription.Terms(Guarantee.AT_LEAST_ONCE, Ordering.NONE, OnDead.SKIP),
        new Subscription.Limits(
            Duration.ofSeconds(30),
            20,
            Duration.ofDays(15),
            Duration.ofDays(14),
            Subscription.Buffer.USUAL),
        Optional.of(push));
  }

  static Inbound message(String body) {
    return message(body, Map.of());
  }

  static Inbound message(String body, Map<String, Attribute> attributes) {
    return new Inbound(new InboundId("5V9JP8SFQ83V9"), Optional.empty(), body, attributes, NOW);
  }

  static Inbound typed(String type, String body) {
    return message(body, Map.of(Additions.CONTENT_TYPE, new Attribute.Text(type)));
  }

  /** With a group, and a number in it. */
  static Inbound numbered(String body, Map<String, Attribute> attributes) {
    Map<String, Attribute> all = new TreeMap<>(attributes);
    all.put(Stamp.SEQUENCE, new Attribute.Numeric("42"));
    return new Inbound(
        new InboundId("5V9JP8SFQ83V9"), Optional.of(new GroupId("order-7")), body, all, NOW);
  }
}
