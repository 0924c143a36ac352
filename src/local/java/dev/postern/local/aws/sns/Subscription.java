package dev.postern.local.aws.sns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue's subscription to a topic. Thread-safe: only {@link #raw} changes.
 *
 * <p>Its attribute is {@code RawMessageDelivery}: the message as it was published, its attributes
 * as the queue's, instead of the JSON envelope.
 */
final class Subscription {
  private static final String RAW = "RawMessageDelivery";
  private static final Pattern QUEUE_ARN =
      Pattern.compile("arn:aws:sqs:[a-z0-9-]+:[0-9]{12}:([A-Za-z0-9_-]{1,80}(\\.fifo)?)");

  final String arn;
  final String topicArn;
  final String queueArn;
  final String queueName;
  private volatile boolean raw;

  Subscription(String arn, String topicArn, String queueArn) {
    Matcher matcher = QUEUE_ARN.matcher(queueArn);
    if (!matcher.matches()) {
      throw SnsException.invalidParameter("SQS endpoint ARN");
    }
    this.arn = arn;
    this.topicArn = topicArn;
    this.queueArn = queueArn;
    this.queueName = matcher.group(1);
  }

  boolean raw() {
    return raw;
  }

  boolean fifo() {
    return queueName.endsWith(".fifo");
  }

  void set(String name, String value) {
    raw = checked(name, value);
  }

  /** Whether these attributes, given with a second Subscribe, are those it has. */
  boolean agreesWith(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .allMatch(attribute -> checked(attribute.getKey(), attribute.getValue()) == raw);
  }

  Map<String, String> attributes(String owner) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("SubscriptionArn", arn);
    all.put("TopicArn", topicArn);
    all.put("Protocol", "sqs");
    all.put("Endpoint", queueArn);
    all.put("Owner", owner);
    all.put("PendingConfirmation", "false");
    all.put("ConfirmationWasAuthenticated", "true");
    all.put(RAW, Boolean.toString(raw));
    return all;
  }

  private static boolean checked(String name, String value) {
    if (!name.equals(RAW)) {
      throw SnsException.invalidParameter(
          "Attributes Reason: the embedded SNS has no " + name + ", only " + RAW);
    }
    if (!value.equals("true") && !value.equals("false")) {
      throw SnsException.invalidParameter(
          "Attributes Reason: " + RAW + ": Invalid value [" + value + "]. Must be true or false.");
    }
    return value.equals("true");
  }
}
