package dev.postern.local;

import dev.postern.testing.EmbeddedAws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A fresh topic with a fresh queue subscribed to it, both FIFO or both standard. */
record SubscribedQueue(String topicArn, String queueName, String queueUrl, String queueArn) {
  static final SnsAsyncClient SNS = EmbeddedAws.sns();
  static final SqsAsyncClient SQS = EmbeddedAws.sqs();

  static SubscribedQueue standard(boolean raw) {
    return create("", Map.of(), raw);
  }

  static SubscribedQueue fifo(boolean contentBased) {
    return create(
        ".fifo",
        Map.of("FifoTopic", "true", "ContentBasedDeduplication", Boolean.toString(contentBased)),
        true);
  }

  private static SubscribedQueue create(
      String suffix, Map<String, String> topicAttributes, boolean raw) {
    String name = "subscribed-" + UUID.randomUUID() + suffix;
    String topicArn =
        SNS.createTopic(request -> request.name(name).attributes(topicAttributes))
            .join()
            .topicArn();
    String queueUrl = createQueue(name);
    String queueArn =
        SQS.getQueueAttributes(
                request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .join()
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    SNS.subscribe(
            request ->
                request
                    .topicArn(topicArn)
                    .protocol("sqs")
                    .endpoint(queueArn)
                    .attributes(Map.of("RawMessageDelivery", Boolean.toString(raw))))
        .join();
    return new SubscribedQueue(topicArn, name, queueUrl, queueArn);
  }

  static String createQueue(String name) {
    Map<QueueAttributeName, String> attributes = new HashMap<>();
    if (name.endsWith(".fifo")) {
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    }
    return SQS.createQueue(request -> request.queueName(name).attributes(attributes))
        .join()
        .queueUrl();
  }

  /** Everything in the queue, taken out of it. */
  List<Message> drain() {
    return drain(queueUrl);
  }

  static List<Message> drain(String queueUrl) {
    List<Message> all = new ArrayList<>();
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
        return all;
      }
      for (Message message : some) {
        SQS.deleteMessage(
                request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()))
            .join();
      }
      all.addAll(some);
    }
  }
}
