package dev.postern.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.message.GroupId;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.QueueUnavailable;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Receives from SQS queues.
 *
 * <p>A standard queue says of a receipt that was superseded that it deleted by it, and may not have
 * done so (Amazon SQS API reference, DeleteMessage). A FIFO queue refuses each receipt whose time
 * is over.
 *
 * <p>ElasticMQ answers otherwise. A receipt that was superseded is refused on standard queues too.
 * One whose time is over deletes and hides until the message is received again, on FIFO queues too.
 * To delete a second time is refused. A message may be hidden for longer than twelve hours in all.
 */
public final class SqsInbox implements Inbox {
  /** Beyond the wait itself; together less than the 30 seconds that the client reads for. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsAsyncClient client;
  private final QueueUrls urls;

  SqsInbox(SqsAsyncClient client, QueueUrls urls) {
    this.client = client;
    this.urls = urls;
  }

  @Override
  public CompletionStage<List<Arrival>> receive(
      Subscription subscription, int most, Duration wait, Duration hidden) {
    return call(
            subscription,
            url ->
                client.receiveMessage(
                    receive ->
                        receive
                            .queueUrl(url)
                            .maxNumberOfMessages(most)
                            .waitTimeSeconds((int) wait.toSeconds())
                            .visibilityTimeout((int) hidden.toSeconds())
                            .messageAttributeNames("All")
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                            .overrideConfiguration(
                                limits -> limits.apiCallTimeout(wait.plus(ANSWER_WITHIN)))))
        .thenApply(answer -> answer.messages().stream().map(ArrivalForm::read).toList());
  }

  @Override
  public CompletionStage<List<Done>> delete(Subscription subscription, List<String> receipts) {
    if (receipts.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<DeleteMessageBatchRequestEntry> entries =
        IntStream.range(0, receipts.size())
            .mapToObj(
                i ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(receipts.get(i))
                        .build())
            .toList();
    return call(
            subscription,
            url -> client.deleteMessageBatch(batch -> batch.queueUrl(url).entries(entries)))
        .thenApply(
            answer ->
                done(
                    receipts.size(),
                    answer.successful().stream().map(DeleteMessageBatchResultEntry::id),
                    answer.failed()));
  }

  @Override
  public CompletionStage<List<Done>> hide(Subscription subscription, List<Hiding> hidings) {
    if (hidings.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<ChangeMessageVisibilityBatchRequestEntry> entries =
        IntStream.range(0, hidings.size())
            .mapToObj(
                i ->
                    ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(hidings.get(i).receipt())
                        .visibilityTimeout((int) hidings.get(i).time().toSeconds())
                        .build())
            .toList();
    return call(
            subscription,
            url ->
                client.changeMessageVisibilityBatch(batch -> batch.queueUrl(url).entries(entries)))
        .thenApply(
            answer ->
                done(
                    hidings.size(),
                    answer.successful().stream().map(ChangeMessageVisibilityBatchResultEntry::id),
                    answer.failed()));
  }

  /** What an answer says of each; of one that it does not name nothing is known. */
  private static List<Done> done(
      int entries, Stream<String> successful, List<BatchResultErrorEntry> failed) {
    List<Done> done = new ArrayList<>(Collections.nCopies(entries, Done.UNKNOWN));
    successful.forEach(id -> done.set(Integer.parseInt(id), Done.DONE));
    failed.forEach(entry -> done.set(Integer.parseInt(entry.id()), failed(entry)));
    return done;
  }

  /** Gone only where the receipt is said not to hold; another parameter may be at fault as well. */
  private static Done failed(BatchResultErrorEntry entry) {
    String code = String.valueOf(entry.code());
    String error = code.substring(1 + Math.max(code.lastIndexOf('.'), code.lastIndexOf('#')));
    return switch (error) {
      case "ReceiptHandleIsInvalid", "MessageNotInflight", "MessageDoesNotExist" -> Done.GONE;
      case "InvalidParameterValue" ->
          String.valueOf(entry.message()).contains("ReceiptHandle") ? Done.GONE : Done.UNKNOWN;
      default -> Done.UNKNOWN;
    };
  }

  @Override
  public CompletionStage<Void> sendAgain(
      Subscription subscription, Inbound message, String deduplicationId) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    try {
      message
          .named()
          .attributes()
          .forEach((name, value) -> attributes.put(name, SqsAttribute.write(value)));
    } catch (IllegalArgumentException noRoom) {
      return CompletableFuture.failedFuture(noRoom);
    }
    SendMessageRequest.Builder send =
        SendMessageRequest.builder()
            .messageBody(message.body())
            .messageAttributes(attributes)
            .messageGroupId(message.group().map(GroupId::value).orElse(null));
    if (subscription.isFifo()) {
      send.messageDeduplicationId(deduplicationId);
    }
    return call(subscription, url -> client.sendMessage(send.queueUrl(url).build()))
        .thenAccept(sent -> {});
  }

  @Override
  public CompletionStage<QueueState> state(Subscription subscription) {
    return call(
            subscription,
            url ->
                client.getQueueAttributes(
                    get ->
                        get.queueUrl(url)
                            .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                                QueueAttributeName.REDRIVE_POLICY)))
        .thenApply(
            answer ->
                new QueueState(
                    count(answer, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                    count(answer, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
                    count(answer, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
                    Optional.ofNullable(answer.attributes().get(QueueAttributeName.REDRIVE_POLICY))
                        .map(SqsInbox::redrive)));
  }

  private static long count(GetQueueAttributesResponse answer, QueueAttributeName name) {
    return Long.parseLong(answer.attributes().getOrDefault(name, "0"));
  }

  private static Redrive redrive(String policy) {
    try {
      JsonNode json = JSON.readTree(policy);
      String arn = json.path("deadLetterTargetArn").asText();
      return new Redrive(
          arn.substring(arn.lastIndexOf(':') + 1), json.path("maxReceiveCount").asInt());
    } catch (JsonProcessingException unreadable) {
      throw new QueueUnavailable("SQS: a redrive policy that is no JSON", unreadable, false);
    }
  }

  /** Without the URL nothing was asked of the queue, whatever went wrong. */
  private <T> CompletionStage<T> call(
      Subscription subscription, Function<String, CompletableFuture<T>> call) {
    return guarded(urls.of(subscription.queue()), false)
        .thenCompose(url -> guarded(call.apply(url), true));
  }

  private static <T> CompletionStage<T> guarded(CompletionStage<T> stage, boolean asked) {
    return stage.handle(
        (answer, failure) -> {
          if (failure == null) {
            return answer;
          }
          Fault fault = Fault.of(failure);
          throw new CompletionException(
              new QueueUnavailable(
                  "SQS: " + fault.summary(),
                  fault.cause(),
                  asked && fault.mayBeApplied() && !fault.isAnswered(4)));
        });
  }
}
