package dev.postern.local.aws.sns;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** All topics, at most 10,000, with at most 1,000 subscriptions each. Thread-safe. */
final class Topics {
  private static final int MAX_TOPICS = 10_000;
  private static final int MAX_SUBSCRIPTIONS = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

  /** Kept and given back; only ContentBasedDeduplication has an effect. */
  private static final Set<String> SETTABLE =
      Set.of(
          "ContentBasedDeduplication",
          "DeliveryPolicy",
          "DisplayName",
          "FifoThroughputScope",
          "KmsMasterKeyId",
          "Policy",
          "SignatureVersion",
          "TracingConfig");

  private final String region;
  private final String account;
  private final Clock clock;
  private final Map<String, Topic> byArn = new TreeMap<>();

  Topics(String region, String account, Clock clock) {
    this.region = region;
    this.account = account;
    this.clock = clock;
  }

  /** Creates it; gives back the one that is there, if its attributes are these. */
  synchronized Topic create(String name, Map<String, String> given) {
    Map<String, String> attributes = new LinkedHashMap<>(given);
    boolean fifo = "true".equals(attributes.remove("FifoTopic"));
    boolean named = name.endsWith(".fifo");
    String stem = named ? name.substring(0, name.length() - ".fifo".length()) : name;
    if (fifo && !named) {
      throw SnsException.invalidParameter(
          "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase"
              + " ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256"
              + " characters long.");
    }
    if (fifo != named || name.length() > 256 || !NAME.matcher(stem).matches()) {
      throw SnsException.invalidParameter("Topic Name");
    }
    attributes.forEach((key, value) -> check(fifo, key, value));
    String arn = "arn:aws:sns:" + region + ":" + account + ":" + name;
    Topic there = byArn.get(arn);
    if (there != null) {
      if (!there.attributes.entrySet().containsAll(attributes.entrySet())) {
        throw SnsException.invalidParameter(
            "Attributes Reason: Topic already exists with different attributes");
      }
      return there;
    }
    if (byArn.size() == MAX_TOPICS) {
      throw SnsException.of("TopicLimitExceeded", "there are " + MAX_TOPICS + " topics already");
    }
    Topic topic = new Topic(arn, attributes, clock);
    byArn.put(arn, topic);
    return topic;
  }

  synchronized Topic get(String arn) {
    if (!arn.matches("arn:aws:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?")) {
      throw SnsException.invalidParameter("TopicArn");
    }
    Topic topic = byArn.get(arn);
    if (topic == null) {
      throw SnsException.notFound("Topic");
    }
    return topic;
  }

  /** Deletes it and its subscriptions, if it is there. */
  synchronized void delete(String arn) {
    byArn.remove(arn);
  }

  synchronized List<Topic> all() {
    return List.copyOf(byArn.values());
  }

  void set(Topic topic, String name, String value) {
    check(topic.fifo(), name, value);
    topic.attributes.put(name, value);
  }

  Map<String, String> attributes(Topic topic) {
    Map<String, String> all = new TreeMap<>(topic.attributes);
    all.put("TopicArn", topic.arn);
    all.put("Owner", account);
    all.putIfAbsent("DisplayName", "");
    all.put("SubscriptionsConfirmed", Integer.toString(topic.subscriptions.size()));
    all.put("SubscriptionsPending", "0");
    all.put("SubscriptionsDeleted", "0");
    if (topic.fifo()) {
      all.put("FifoTopic", "true");
      all.putIfAbsent("ContentBasedDeduplication", "false");
    }
    return all;
  }

  /** Subscribes the queue; gives back the subscription it has, if its attributes are these. */
  synchronized Subscription subscribe(
      Topic topic, String protocol, String endpoint, Map<String, String> attributes) {
    if (!protocol.equals("sqs")) {
      throw SnsException.invalidParameter(
          "Protocol Reason: the embedded SNS has no subscriptions but sqs");
    }
    for (Subscription subscription : topic.subscriptions) {
      if (subscription.queueArn.equals(endpoint)) {
        if (!subscription.agreesWith(attributes)) {
          throw SnsException.invalidParameter(
              "Attributes Reason: Subscription already exists with different attributes");
        }
        return subscription;
      }
    }
    Subscription subscription =
        new Subscription(topic.arn + ":" + UUID.randomUUID(), topic.arn, endpoint);
    attributes.forEach(subscription::set);
    if (subscription.fifo() && !topic.fifo()) {
      throw SnsException.invalidParameter(
          "Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
    }
    if (topic.subscriptions.size() == MAX_SUBSCRIPTIONS) {
      throw SnsException.of(
          "SubscriptionLimitExceeded", "there are " + MAX_SUBSCRIPTIONS + " already");
    }
    topic.subscriptions.add(subscription);
    return subscription;
  }

  Subscription subscription(String arn) {
    return subscriptions().stream()
        .filter(subscription -> subscription.arn.equals(arn))
        .findFirst()
        .orElseThrow(() -> SnsException.notFound("Subscription"));
  }

  /** Ends the subscription, if it is there. */
  void unsubscribe(String arn) {
    all().forEach(topic -> topic.subscriptions.removeIf(one -> one.arn.equals(arn)));
  }

  List<Subscription> subscriptions() {
    return all().stream().map(topic -> topic.subscriptions).flatMap(Collection::stream).toList();
  }

  private static void check(boolean fifo, String name, String value) {
    if (!SETTABLE.contains(name)) {
      throw SnsException.invalidParameter("AttributeName");
    }
    if (name.equals("ContentBasedDeduplication")
        && (!fifo || !(value.equals("true") || value.equals("false")))) {
      throw SnsException.invalidParameter(
          "Attributes Reason: ContentBasedDeduplication can only be set to true or false, on FIFO"
              + " topics");
    }
  }
}
