package dev.postern.local;

import static dev.postern.local.SubscribedQueue.SNS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sns.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;
import software.amazon.awssdk.services.sns.model.Topic;

/** Topics and subscriptions of the embedded SNS, its limits and its errors. */
class EmbeddedSnsErrorsTest {
  private static final String MISSING = "arn:aws:sns:us-east-1:000000000000:missing";

  @Test
  void aTopicIsCreatedOnceListedAndDeleted() {
    // Given more topics than a page holds
    String prefix = "many-" + UUID.randomUUID() + "-";
    List<String> arns = IntStream.range(0, 101).mapToObj(i -> createTopic(prefix + i)).toList();

    // When one is created again
    // Then it is the same, and all pages together list all
    assertThat(createTopic(prefix + 0)).isEqualTo(arns.get(0));
    Set<String> listed = new HashSet<>();
    SNS.listTopicsPaginator().subscribe(page -> addAll(listed, page.topics())).join();
    assertThat(listed).containsAll(arns);

    // And when it is deleted, it is not found, and deleting it again does nothing
    SNS.deleteTopic(request -> request.topicArn(arns.get(0))).join();
    SNS.deleteTopic(request -> request.topicArn(arns.get(0))).join();
    fails(
        NotFoundException.class, SNS.getTopicAttributes(request -> request.topicArn(arns.get(0))));
  }

  @Test
  void attributesOfATopicCanBeReadAndSet() {
    String name = "attributes-" + UUID.randomUUID() + ".fifo";
    String arn =
        SNS.createTopic(
                request ->
                    request
                        .name(name)
                        .attributes(
                            Map.of("FifoTopic", "true", "ContentBasedDeduplication", "false")))
            .join()
            .topicArn();

    SNS.setTopicAttributes(
            request ->
                request
                    .topicArn(arn)
                    .attributeName("ContentBasedDeduplication")
                    .attributeValue("true"))
        .join();

    assertThat(SNS.getTopicAttributes(request -> request.topicArn(arn)).join().attributes())
        .containsEntry("TopicArn", arn)
        .containsEntry("FifoTopic", "true")
        .containsEntry("ContentBasedDeduplication", "true")
        .containsEntry("SubscriptionsConfirmed", "0");
  }

  @Test
  void aTopicWhoseNameOrAttributesAreWrongIsRefused() {
    String name = "wrong-" + UUID.randomUUID();
    fails(InvalidParameterException.class, SNS.createTopic(r -> r.name("no spaces")));
    fails(InvalidParameterException.class, SNS.createTopic(r -> r.name(name + ".fifo")));
    fails(
        InvalidParameterException.class,
        SNS.createTopic(r -> r.name(name).attributes(Map.of("FifoTopic", "true"))));
    fails(
        InvalidParameterException.class,
        SNS.createTopic(r -> r.name(name).attributes(Map.of("Colour", "red"))));
    fails(
        InvalidParameterException.class,
        SNS.createTopic(r -> r.name(name).attributes(Map.of("ContentBasedDeduplication", "true"))));

    // Also one that is there already with other attributes
    createTopic(name);
    fails(
        InvalidParameterException.class,
        SNS.createTopic(r -> r.name(name).attributes(Map.of("DisplayName", "other"))));
  }

  @Test
  void aSubscriptionCanBeListedReadChangedAndEnded() {
    // Given a subscription
    SubscribedQueue queue = SubscribedQueue.standard(true);
    String arn =
        SNS.listSubscriptionsByTopic(request -> request.topicArn(queue.topicArn()))
            .join()
            .subscriptions()
            .get(0)
            .subscriptionArn();

    // When it is changed
    SNS.setSubscriptionAttributes(
            request ->
                request
                    .subscriptionArn(arn)
                    .attributeName("RawMessageDelivery")
                    .attributeValue("false"))
        .join();

    // Then that can be read, and subscribing the queue again gives the same subscription
    assertThat(
            SNS.getSubscriptionAttributes(request -> request.subscriptionArn(arn))
                .join()
                .attributes())
        .containsEntry("RawMessageDelivery", "false")
        .containsEntry("Endpoint", queue.queueArn());
    assertThat(
            SNS.subscribe(
                    r -> r.topicArn(queue.topicArn()).protocol("sqs").endpoint(queue.queueArn()))
                .join()
                .subscriptionArn())
        .isEqualTo(arn);

    // And when it is ended, it is gone
    SNS.unsubscribe(request -> request.subscriptionArn(arn)).join();
    fails(
        NotFoundException.class,
        SNS.getSubscriptionAttributes(request -> request.subscriptionArn(arn)));
  }

  @Test
  void aSubscriptionThatWouldNotBeHonouredIsRefused() {
    SubscribedQueue queue = SubscribedQueue.standard(true);
    SubscribedQueue fifo = SubscribedQueue.fifo(false);
    String other = createTopic("other-" + UUID.randomUUID());
    fails(
        InvalidParameterException.class,
        SNS.subscribe(r -> r.topicArn(other).protocol("email").endpoint("a@example.com")));
    fails(
        InvalidParameterException.class,
        SNS.subscribe(r -> r.topicArn(other).protocol("sqs").endpoint(queue.queueUrl())));
    fails(
        InvalidParameterException.class,
        SNS.subscribe(r -> r.topicArn(other).protocol("sqs").endpoint(fifo.queueArn())));
    fails(
        InvalidParameterException.class,
        SNS.subscribe(
            r ->
                r.topicArn(other)
                    .protocol("sqs")
                    .endpoint(queue.queueArn())
                    .attributes(Map.of("FilterPolicy", "{}"))));
    assertThat(SNS.listSubscriptionsByTopic(r -> r.topicArn(other)).join().subscriptions())
        .isEmpty();
  }

  @Test
  void whatCannotBePublishedIsRefusedWithTheCodeOfSns() {
    String topic = createTopic("publish-" + UUID.randomUUID());
    String fifo = SubscribedQueue.fifo(false).topicArn();
    fails(NotFoundException.class, SNS.publish(r -> r.topicArn(MISSING).message("m")));
    fails(InvalidParameterException.class, SNS.publish(r -> r.topicArn("nonsense").message("m")));
    fails(InvalidParameterException.class, SNS.publish(r -> r.topicArn(topic).message("")));
    fails(
        InvalidParameterException.class,
        SNS.publish(r -> r.topicArn(topic).message("m").messageDeduplicationId("d")));
    fails(
        InvalidParameterException.class,
        SNS.publish(r -> r.topicArn(fifo).message("m").messageDeduplicationId("d")));
    fails(
        InvalidParameterException.class,
        SNS.publish(r -> r.topicArn(fifo).message("m").messageGroupId("g")));
    fails(
        InvalidParameterValueException.class,
        SNS.publish(
            r ->
                r.topicArn(topic)
                    .message("m")
                    .messageAttributes(
                        Map.of("a", MessageAttributeValue.builder().dataType("String").build()))));
  }

  @Test
  void aMessageAndItsAttributesMayWeigh256KiBAndNotAByteMore() {
    SubscribedQueue queue = SubscribedQueue.standard(true);
    // name "a" + type "String" + value "v" are 8 bytes; an umlaut is 2
    String fits = "ä".repeat((256 * 1024 - 8) / 2);
    Map<String, MessageAttributeValue> attributes =
        Map.of("a", MessageAttributeValue.builder().dataType("String").stringValue("v").build());

    SNS.publish(r -> r.topicArn(queue.topicArn()).message(fits).messageAttributes(attributes))
        .join();
    fails(
        InvalidParameterException.class,
        SNS.publish(
            r -> r.topicArn(queue.topicArn()).message(fits + "x").messageAttributes(attributes)));

    assertThat(queue.drain()).hasSize(1);
  }

  @Test
  void aBatchThatIsWrongAsAWholeIsRefusedAsAWhole() {
    SubscribedQueue queue = SubscribedQueue.standard(true);
    fails(EmptyBatchRequestException.class, publishBatch(queue));
    fails(
        TooManyEntriesInBatchRequestException.class,
        publishBatch(
            queue,
            IntStream.range(0, 11)
                .mapToObj(i -> entry("e" + i, "m"))
                .toArray(PublishBatchRequestEntry[]::new)));
    fails(
        BatchEntryIdsNotDistinctException.class,
        publishBatch(queue, entry("a", "m"), entry("a", "n")));
    fails(InvalidBatchEntryIdException.class, publishBatch(queue, entry("no spaces", "m")));
    String half = "x".repeat(128 * 1024);
    fails(
        BatchRequestTooLongException.class,
        publishBatch(queue, entry("a", half), entry("b", half + "x")));
    assertThat(queue.drain()).isEmpty();
  }

  private static CompletableFuture<?> publishBatch(
      SubscribedQueue queue, PublishBatchRequestEntry... entries) {
    return SNS.publishBatch(
        r -> r.topicArn(queue.topicArn()).publishBatchRequestEntries(Arrays.asList(entries)));
  }

  private static PublishBatchRequestEntry entry(String id, String message) {
    return PublishBatchRequestEntry.builder().id(id).message(message).build();
  }

  private static String createTopic(String name) {
    return SNS.createTopic(request -> request.name(name)).join().topicArn();
  }

  private static void addAll(Set<String> arns, List<Topic> topics) {
    topics.forEach(topic -> arns.add(topic.topicArn()));
  }

  private static void fails(Class<? extends Throwable> code, CompletableFuture<?> call) {
    assertThatThrownBy(call::join).cause().isInstanceOf(code);
  }
}
