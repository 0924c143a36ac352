package dev.postern.local.aws.sns;

import dev.postern.local.aws.Xml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What SNS can be asked to do: from the parameters of a call to the XML of its result. */
final class Actions {
  private static final int PAGE = 100;
  private static final int MAX_ENTRIES = 10;

  private final Topics topics;
  private final Fanout fanout;
  private final String account;
  private final Map<String, Function<Query, String>> byName;

  Actions(Topics topics, Fanout fanout, String account) {
    this.topics = topics;
    this.fanout = fanout;
    this.account = account;
    this.byName =
        Map.ofEntries(
            Map.entry("CreateTopic", this::createTopic),
            Map.entry("DeleteTopic", this::deleteTopic),
            Map.entry("ListTopics", this::listTopics),
            Map.entry("GetTopicAttributes", this::getTopicAttributes),
            Map.entry("SetTopicAttributes", this::setTopicAttributes),
            Map.entry("Subscribe", this::subscribe),
            Map.entry("Unsubscribe", this::unsubscribe),
            Map.entry("ListSubscriptions", q -> subscriptions(q, topics.subscriptions())),
            Map.entry("ListSubscriptionsByTopic", q -> subscriptions(q, topic(q).subscriptions)),
            Map.entry("GetSubscriptionAttributes", this::getSubscriptionAttributes),
            Map.entry("SetSubscriptionAttributes", this::setSubscriptionAttributes),
            Map.entry("Publish", this::publish),
            Map.entry("PublishBatch", this::publishBatch));
  }

  /**
   * Does it.
   *
   * @return what stands inside the result element
   * @throws SnsException if it is refused
   */
  String run(Query query) {
    String action = query.find("Action").orElse("");
    Function<Query, String> known = byName.get(action);
    if (known == null) {
      throw SnsException.of("InvalidAction", "the embedded SNS has no action " + action);
    }
    return known.apply(query);
  }

  private String createTopic(Query query) {
    Topic topic = topics.create(query.require("Name"), query.map("Attributes"));
    return element("TopicArn", topic.arn);
  }

  private String deleteTopic(Query query) {
    topics.delete(query.require("TopicArn"));
    return "";
  }

  private String listTopics(Query query) {
    return page(
        query,
        "Topics",
        topics.all().stream().map(topic -> element("TopicArn", topic.arn)).toList());
  }

  private String getTopicAttributes(Query query) {
    return map(topics.attributes(topic(query)));
  }

  private String setTopicAttributes(Query query) {
    topics.set(
        topic(query), query.require("AttributeName"), query.find("AttributeValue").orElse(""));
    return "";
  }

  private String subscribe(Query query) {
    Subscription subscription =
        topics.subscribe(
            topic(query),
            query.require("Protocol"),
            query.require("Endpoint"),
            query.map("Attributes"));
    return element("SubscriptionArn", subscription.arn);
  }

  private String unsubscribe(Query query) {
    topics.unsubscribe(query.require("SubscriptionArn"));
    return "";
  }

  private String subscriptions(Query query, List<Subscription> subscriptions) {
    return page(
        query,
        "Subscriptions",
        subscriptions.stream()
            .map(
                subscription ->
                    element("TopicArn", subscription.topicArn)
                        + element("Protocol", "sqs")
                        + element("SubscriptionArn", subscription.arn)
                        + element("Owner", account)
                        + element("Endpoint", subscription.queueArn))
            .toList());
  }

  private String getSubscriptionAttributes(Query query) {
    return map(topics.subscription(query.require("SubscriptionArn")).attributes(account));
  }

  private String setSubscriptionAttributes(Query query) {
    topics
        .subscription(query.require("SubscriptionArn"))
        .set(query.require("AttributeName"), query.find("AttributeValue").orElse(""));
    return "";
  }

  private String publish(Query query) {
    Topic topic =
        topics.get(
            query
                .find("TopicArn")
                .or(() -> query.find("TargetArn"))
                .orElseThrow(() -> SnsException.invalidParameter("TopicArn")));
    List<Publication> one = List.of(Publication.of(query, topic, "1"));
    Outcome outcome = topic.publish(one, fanout).get(0);
    outcome
        .refused()
        .ifPresent(
            why -> {
              throw why;
            });
    return published(outcome);
  }

  private String publishBatch(Query query) {
    Topic topic = topic(query);
    List<Query> entries = query.list("PublishBatchRequestEntries.member", "Id");
    checkBatch(entries);
    List<Publication> publications = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (Query entry : entries) {
      try {
        publications.add(Publication.of(entry, topic, entry.require("Id")));
      } catch (SnsException why) {
        outcomes.add(Outcome.refused(entry.require("Id"), why));
      }
    }
    if (publications.stream().mapToInt(Publication::size).sum() > Publication.MAX_BYTES) {
      throw SnsException.of(
          "BatchRequestTooLong", "The length of all the batch messages exceeds the limit.");
    }
    outcomes.addAll(topic.publish(publications, fanout));

    StringBuilder successful = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    for (Outcome outcome : outcomes) {
      String id = element("Id", outcome.entryId());
      outcome
          .refused()
          .ifPresentOrElse(
              why ->
                  failed.append(
                      member(
                          id
                              + element("Code", why.code)
                              + element("Message", why.getMessage())
                              + element("SenderFault", Boolean.toString(why.status < 500)))),
              () -> successful.append(member(id + published(outcome))));
    }
    return "<Successful>" + successful + "</Successful><Failed>" + failed + "</Failed>";
  }

  private static void checkBatch(List<Query> entries) {
    if (entries.isEmpty()) {
      throw SnsException.of("EmptyBatchRequest", "The batch request doesn't contain any entries.");
    }
    if (entries.size() > MAX_ENTRIES) {
      throw SnsException.of(
          "TooManyEntriesInBatchRequest",
          "The batch request contains more entries than permissible.");
    }
    Set<String> ids = new HashSet<>();
    for (Query entry : entries) {
      String id = entry.require("Id");
      if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
        throw SnsException.of(
            "InvalidBatchEntryId", "The Id of a batch entry doesn't abide by the specification.");
      }
      if (!ids.add(id)) {
        throw SnsException.of(
            "BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
      }
    }
  }

  private static String published(Outcome outcome) {
    return element("MessageId", outcome.messageId())
        + outcome.sequenceNumber().map(number -> element("SequenceNumber", number)).orElse("");
  }

  private Topic topic(Query query) {
    return topics.get(query.require("TopicArn"));
  }

  /** A page of members; the token of the next page is where it starts. */
  private static String page(Query query, String name, List<String> members) {
    int start = query.find("NextToken").map(Actions::token).orElse(0);
    int end = Math.min(start + PAGE, members.size());
    StringBuilder page = new StringBuilder();
    for (int i = start; i < end; i++) {
      page.append(member(members.get(i)));
    }
    String next = end < members.size() ? element("NextToken", Integer.toString(end)) : "";
    return "<" + name + ">" + page + "</" + name + ">" + next;
  }

  private static int token(String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw SnsException.invalidParameter("NextToken");
    }
    return Integer.parseInt(text);
  }

  private static String map(Map<String, String> map) {
    StringBuilder entries = new StringBuilder();
    map.forEach(
        (key, value) ->
            entries
                .append("<entry>")
                .append(element("key", key))
                .append(element("value", value))
                .append("</entry>"));
    return "<Attributes>" + entries + "</Attributes>";
  }

  private static String member(String content) {
    return "<member>" + content + "</member>";
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + Xml.escape(text) + "</" + name + ">";
  }
}
