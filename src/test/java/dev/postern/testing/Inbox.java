package dev.postern.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What a destination's consumer has received so far, in the order in which it came: straight from
 * SQS, not through the proxies. A queue has one inbox, since receiving takes messages away.
 */
public final class Inbox {
  private static final SqsAsyncClient SQS = EmbeddedAws.sqs();
  private static final SnsAsyncClient SNS = EmbeddedAws.sns();
  private static final Map<String, Inbox> INBOXES = new ConcurrentHashMap<>();

  private final String queueUrl;
  private final List<Message> received = new ArrayList<>();

  private Inbox(String queueUrl) {
    this.queueUrl = queueUrl;
  }

  /** Of the queue of that name, which is made where it is missing. */
  public static Inbox ofQueue(String name) {
    return INBOXES.computeIfAbsent("queue " + name, it -> new Inbox(createQueue(name)));
  }

  /**
   * Of the topic of that name, which is made where it is missing: through a queue of its own that
   * gets the messages raw, from the first call on.
   */
  public static Inbox ofTopic(String name) {
    return INBOXES.computeIfAbsent("topic " + name, it -> new Inbox(subscribe(name)));
  }

  private static String subscribe(String topic) {
    boolean fifo = topic.endsWith(".fifo");
    Map<String, String> attributes = fifo ? Map.of("FifoTopic", "true") : Map.of();
    String topicArn =
        SNS.createTopic(request -> request.name(topic).attributes(attributes)).join().topicArn();
    String url = createQueue("inbox-" + UUID.randomUUID() + (fifo ? ".fifo" : ""));
    String queueArn =
        SQS.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .join()
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    SNS.subscribe(
            request ->
                request
                    .topicArn(topicArn)
                    .protocol("sqs")
                    .endpoint(queueArn)
                    .attributes(Map.of("RawMessageDelivery", "true")))
        .join();
    return url;
  }

  private static String createQueue(String name) {
    Map<QueueAttributeName, String> attributes = new HashMap<>();
    if (name.endsWith(".fifo")) {
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    }
    return SQS.createQueue(request -> request.queueName(name).attributes(attributes))
        .join()
        .queueUrl();
  }

  /** The one message with that id; there must be exactly one. */
  public Message only(String id) {
    List<Message> all = withId(id);
    if (all.size() != 1) {
      throw new AssertionError("Received " + all.size() + " times, not once: " + id);
    }
    return all.get(0);
  }

  /** All messages with that id that can be received by now. */
  public synchronized List<Message> withId(String id) {
    receive();
    return received.stream()
        .filter(message -> id.equals(attribute(message, "postern-id")))
        .toList();
  }

  /** The bodies of all messages of that group that can be received by now, in order. */
  public synchronized List<String> bodiesOf(String group) {
    receive();
    return received.stream()
        .filter(
            message ->
                group.equals(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID)))
        .map(Message::body)
        .toList();
  }

  /** How many messages have been received by now. */
  public synchronized int size() {
    receive();
    return received.size();
  }

  /** How many messages are held back by their delay. */
  public int delayed() {
    QueueAttributeName name = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED;
    return Integer.parseInt(
        SQS.getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(name))
            .join()
            .attributes()
            .get(name));
  }

  /** The value of an attribute as text, or null. */
  public static String attribute(Message message, String name) {
    MessageAttributeValue value = message.messageAttributes().get(name);
    return value == null ? null : value.stringValue();
  }

  private void receive() {
    while (true) {
      List<Message> some =
          SQS.receiveMessage(
                  request ->
                      request
                          .queueUrl(queueUrl)
                          .maxNumberOfMessages(10)
                          .messageAttributeNames("All")
                          .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
              .join()
              .messages();
      if (some.isEmpty()) {
        return;
      }
      for (Message message : some) {
        SQS.deleteMessage(
                request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()))
            .join();
      }
      received.addAll(some);
    }
  }
}
