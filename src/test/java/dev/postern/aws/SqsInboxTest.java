package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.destination.Target;
import dev.postern.message.GroupId;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.InboxContract;
import dev.postern.subscription.QueueUnavailable;
import dev.postern.subscription.Subscription;
import dev.postern.testing.EmbeddedAws;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

class SqsInboxTest extends InboxContract {
  private static final SqsAsyncClient SQS = EmbeddedAws.sqs();

  private final Inbox inbox = new SqsInbox(SQS, new QueueUrls(SQS));

  @Override
  protected Inbox inbox() {
    return inbox;
  }

  @Override
  protected void make(Target.SqsQueue queue) {
    Map<QueueAttributeName, String> attributes =
        queue.isFifo() ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
    SQS.createQueue(create -> create.queueName(queue.name()).attributes(attributes)).join();
  }

  private static String url(String queue) {
    return SQS.getQueueUrl(get -> get.queueName(queue)).join().queueUrl();
  }

  @Override
  protected void redrive(Target.SqsQueue queue, Inbox.Redrive policy) {
    String arn =
        SQS.getQueueAttributes(
                get ->
                    get.queueUrl(url(policy.target())).attributeNames(QueueAttributeName.QUEUE_ARN))
            .join()
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    String json =
        "{\"deadLetterTargetArn\":\""
            + arn
            + "\",\"maxReceiveCount\":\""
            + policy.maxReceiveCount()
            + "\"}";
    SQS.setQueueAttributes(
            set ->
                set.queueUrl(url(queue.name()))
                    .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, json)))
        .join();
  }

  @Override
  protected void put(Target.SqsQueue queue, Inbound message) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    message.attributes().forEach((name, value) -> attributes.put(name, SqsAttribute.write(value)));
    SendMessageRequest.Builder send =
        SendMessageRequest.builder()
            .queueUrl(url(queue.name()))
            .messageBody(message.body())
            .messageAttributes(attributes);
    if (queue.isFifo()) {
      send.messageGroupId(message.group().map(GroupId::value).orElseThrow())
          .messageDeduplicationId(UUID.randomUUID().toString());
    }
    SQS.sendMessage(send.build()).join();
  }

  @Test
  void aWaitMayBeLongerThanOtherCallsMayTake() {
    Subscription standard = given(false);
    try (SqsAsyncClient hasty =
        SqsAsyncClient.builder()
            .endpointOverride(EmbeddedAws.endpoints().sqs())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .overrideConfiguration(limits -> limits.apiCallTimeout(Duration.ofSeconds(1)))
            .build()) {
      Inbox patient = new SqsInbox(hasty, new QueueUrls(SQS));
      assertThat(
              patient
                  .receive(standard, 1, Duration.ofSeconds(3), Duration.ofSeconds(1))
                  .toCompletableFuture()
                  .join())
          .isEmpty();
    }
  }

  @Test
  void aQueueThatIsMissingWasAskedNothing() {
    Subscription missing = of(new Target.SqsQueue("missing-" + UUID.randomUUID()));
    assertThatThrownBy(() -> inbox.state(missing).toCompletableFuture().join())
        .cause()
        .isInstanceOfSatisfying(
            QueueUnavailable.class,
            told -> {
              assertThat(told).hasCauseInstanceOf(QueueDoesNotExistException.class);
              assertThat(told.mayBeApplied()).isFalse();
            });
  }
}
