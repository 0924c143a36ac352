package dev.postern.bench.stub.messaging;

import dev.postern.bench.stub.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The queues by name, and what topics took. */
public final class Queues {
  static final String ACCOUNT = "000000000000";
  static final String REGION = "us-east-1";
  private static final String ARN = "arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":";

  private final Map<String, Queue> queues = new HashMap<>();
  private final Map<String, Queue> topics = new HashMap<>();
  private final boolean keepsBodies;

  /**
   * None yet.
   *
   * @param keepsBodies whole, so that they can be received
   */
  public Queues(boolean keepsBodies) {
    this.keepsBodies = keepsBodies;
  }

  Queue create(String name) {
    return queues.computeIfAbsent(name, fresh -> new Queue(name, keepsBodies));
  }

  /** What the topic of that name takes. */
  Queue topic(String name) {
    return topics.computeIfAbsent(name, fresh -> new Queue(name, keepsBodies));
  }

  Queue named(String name) {
    Queue queue = queues.get(name);
    if (queue == null) {
      throw new Refusal("QueueDoesNotExist", "The specified queue does not exist: " + name);
    }
    return queue;
  }

  List<Queue> beginning(String prefix) {
    return queues.values().stream().filter(queue -> queue.name().startsWith(prefix)).toList();
  }

  Queue at(String url) {
    return named(url.substring(url.lastIndexOf('/') + 1));
  }

  static String arn(Queue queue) {
    return ARN + queue.name();
  }

  Queue byArn(String arn) {
    return named(arn.substring(arn.lastIndexOf(':') + 1));
  }

  /** The queue of that name, or else what the topic of that name took. */
  private Queue queueOrTopic(String name) {
    Queue taken = topics.get(name);
    return taken == null || queues.containsKey(name) ? named(name) : taken;
  }

  /**
   * What a queue holds or a topic took, in order: a line for each message, of its group, a tab and
   * its mark.
   */
  public String list(String name) {
    StringBuilder lines = new StringBuilder();
    for (Message message : queueOrTopic(name).messages()) {
      lines.append(message.group()).append('\t').append(message.body()).append('\n');
    }
    return lines.toString();
  }

  /** How many messages a queue holds or a topic took. */
  public int count(String name) {
    return queueOrTopic(name).size();
  }

  /** Forgets all messages of a queue or topic. */
  public void clear(String name) {
    queueOrTopic(name).clear();
  }
}
