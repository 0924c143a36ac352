package dev.postern.bench.stub.messaging;

import dev.postern.bench.stub.Refusal;
import dev.postern.bench.stub.Tally;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers the operations of SNS; what a topic takes, queues subscribed to it are given raw. */
public final class Sns {
  private static final int MOST_ENTRIES = 10;
  private static final int MOST_BYTES = 256 * 1024;
  private static final String ARN = "arn:aws:sns:" + Queues.REGION + ":" + Queues.ACCOUNT + ":";

  /** A topic: what it took, and whom it gives it to. */
  private record Topic(Queue taken, List<Queue> subscribed) {}

  private final Queues queues;
  private final Map<String, Topic> topics = new LinkedHashMap<>();

  /** Over those queues. */
  public Sns(Queues queues) {
    this.queues = queues;
  }

  /** The answer to one call, in XML. */
  public String answer(byte[] body, Tally tally) {
    Form form = Form.parse(new String(body, StandardCharsets.UTF_8));
    String action = form.need("Action");
    String result =
        switch (action) {
          case "Publish" -> publish(form, tally);
          case "PublishBatch" -> publishBatch(form, tally);
          case "CreateTopic" -> create(form);
          case "ListTopics" -> list();
          case "GetTopicAttributes" -> attributes(form);
          case "Subscribe" -> subscribe(form);
          default -> throw Refusal.notUnderstood("operation " + action);
        };
    return ("<" + action + "Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">")
        + ("<" + action + "Result>" + result + "</" + action + "Result>")
        + "<ResponseMetadata><RequestId>stub</RequestId></ResponseMetadata>"
        + ("</" + action + "Response>");
  }

  private Topic topic(Form form) {
    Topic topic = topics.get(form.need("TopicArn"));
    if (topic == null) {
      throw new Refusal("NotFound", "Topic does not exist");
    }
    return topic;
  }

  private String create(Form form) {
    String name = form.need("Name");
    String arn = ARN + name;
    topics.computeIfAbsent(arn, fresh -> new Topic(queues.topic(name), new ArrayList<>()));
    return element("TopicArn", arn);
  }

  private String list() {
    StringBuilder members = new StringBuilder();
    topics.keySet().forEach(arn -> members.append(element("member", element("TopicArn", arn))));
    return element("Topics", members.toString());
  }

  private String attributes(Form form) {
    topic(form);
    String entry = element("key", "TopicArn") + element("value", form.get("TopicArn"));
    return element("Attributes", element("entry", entry));
  }

  private String subscribe(Form form) {
    if (!form.need("Protocol").equals("sqs")) {
      throw Refusal.notUnderstood("protocol " + form.get("Protocol"));
    }
    topic(form).subscribed().add(queues.byArn(form.need("Endpoint")));
    return element("SubscriptionArn", form.need("TopicArn") + ":subscription");
  }

  private String publish(Form form, Tally tally) {
    Topic topic = topic(form);
    count(List.of(form), tally);
    return answer(topic, published(topic, form));
  }

  private String publishBatch(Form form, Tally tally) {
    Topic topic = topic(form);
    List<Form> entries = form.list("PublishBatchRequestEntries.member", "Id");
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      throw new Refusal("TooManyEntriesInBatchRequest", "1 to 10 entries");
    }
    count(entries, tally);
    StringBuilder successful = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    for (Form entry : entries) {
      try {
        String answer = answer(topic, published(topic, entry));
        successful.append(element("member", element("Id", entry.get("Id")) + answer));
      } catch (Refusal refused) {
        failed.append(element("member", failure(entry, refused)));
      }
    }
    return element("Successful", successful.toString()) + element("Failed", failed.toString());
  }

  private static void count(List<Form> messages, Tally tally) {
    int bytes = messages.stream().mapToInt(Sns::size).sum();
    if (bytes > MOST_BYTES) {
      throw new Refusal("BatchRequestTooLong", "the call is longer than 256 KiB");
    }
    tally.items(messages.size());
    tally.billed(Sqs.billed(bytes));
    tally.published(bytes);
  }

  private static int size(Form message) {
    return message.need("Message").getBytes(StandardCharsets.UTF_8).length
        + Sqs.attributesSize(message.messageAttributes());
  }

  private static Message published(Topic topic, Form entry) {
    Queue.Sending sending =
        new Queue.Sending(
            entry.get("Message"),
            entry.get("MessageGroupId"),
            entry.get("MessageDeduplicationId"),
            entry.messageAttributes());
    Message taken = topic.taken().send(sending);
    topic.subscribed().forEach(queue -> queue.send(sending));
    return taken;
  }

  private static String answer(Topic topic, Message taken) {
    String id = element("MessageId", taken.id());
    return topic.taken().isFifo() ? id + element("SequenceNumber", taken.sequenceNumber()) : id;
  }

  private static String failure(Form entry, Refusal refused) {
    return element("Id", entry.get("Id"))
        + element("Code", refused.code())
        + element("Message", escaped(refused.getMessage()))
        + element("SenderFault", "true");
  }

  private static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }

  /** An error as SNS words it. */
  public static String error(Refusal refused) {
    return element(
        "ErrorResponse",
        element(
                "Error",
                element("Type", "Sender")
                    + element("Code", refused.code())
                    + element("Message", escaped(refused.getMessage())))
            + element("RequestId", "stub"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
