package dev.postern.destination;

import java.util.function.Function;

/** The queue or topic behind a destination. FIFO by the {@code .fifo} ending, as AWS has it. */
public sealed interface Target {
  /** As configured: a name, a queue URL or a topic ARN. */
  String configured();

  <T> T fold(Function<SqsQueue, T> queue, Function<SnsTopic, T> topic);

  default boolean isFifo() {
    return configured().endsWith(".fifo");
  }

  /** The name without account and region. */
  String name();

  /** An SQS queue, by name or URL. */
  record SqsQueue(String configured) implements Target {
    public boolean isUrl() {
      return configured.startsWith("http://") || configured.startsWith("https://");
    }

    @Override
    public String name() {
      return configured.substring(configured.lastIndexOf('/') + 1);
    }

    @Override
    public <T> T fold(Function<SqsQueue, T> queue, Function<SnsTopic, T> topic) {
      return queue.apply(this);
    }
  }

  /** An SNS topic, by name or ARN. */
  record SnsTopic(String configured) implements Target {
    public boolean isArn() {
      return configured.startsWith("arn:");
    }

    @Override
    public String name() {
      return configured.substring(configured.lastIndexOf(':') + 1);
    }

    @Override
    public <T> T fold(Function<SqsQueue, T> queue, Function<SnsTopic, T> topic) {
      return topic.apply(this);
    }
  }
}
