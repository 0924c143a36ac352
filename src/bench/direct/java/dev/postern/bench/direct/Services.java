package dev.postern.bench.direct;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** SQS and SNS, by clients of either kind. */
interface Services {
  /** The URL of a queue that is there afterwards. */
  String create(CreateQueueRequest request);

  /** The ARN of a topic that is there afterwards. */
  String create(CreateTopicRequest request);

  /** The id that the queue has given. */
  CompletionStage<String> send(SendMessageRequest request);

  /** The id that the topic has given. */
  CompletionStage<String> publish(PublishRequest request);

  /** Clients that hold no thread while they wait. */
  record Asynchronous(SqsAsyncClient sqs, SnsAsyncClient sns) implements Services {
    @Override
    public String create(CreateQueueRequest request) {
      return sqs.createQueue(request).join().queueUrl();
    }

    @Override
    public String create(CreateTopicRequest request) {
      return sns.createTopic(request).join().topicArn();
    }

    @Override
    public CompletionStage<String> send(SendMessageRequest request) {
      return sqs.sendMessage(request).thenApply(SendMessageResponse::messageId);
    }

    @Override
    public CompletionStage<String> publish(PublishRequest request) {
      return sns.publish(request).thenApply(PublishResponse::messageId);
    }
  }

  /** Clients that hold one, of these. */
  record Blocking(SqsClient sqs, SnsClient sns, Executor threads) implements Services {
    @Override
    public String create(CreateQueueRequest request) {
      return sqs.createQueue(request).queueUrl();
    }

    @Override
    public String create(CreateTopicRequest request) {
      return sns.createTopic(request).topicArn();
    }

    @Override
    public CompletionStage<String> send(SendMessageRequest request) {
      return CompletableFuture.supplyAsync(() -> sqs.sendMessage(request).messageId(), threads);
    }

    @Override
    public CompletionStage<String> publish(PublishRequest request) {
      return CompletableFuture.supplyAsync(() -> sns.publish(request).messageId(), threads);
    }
  }
}
