package dev.postern.local;

import static dev.postern.local.SubscribedQueue.SQS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import dev.postern.testing.Faults.Service;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** How the proxies in front of the embedded services fail when told to. */
@Timeout(60)
class FaultsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String queueUrl = SubscribedQueue.createQueue("faults-" + UUID.randomUUID());

  @BeforeEach
  @AfterEach
  void clear() {
    Faults.clear();
    Faults.forgetCalls();
  }

  @Test
  void withoutFaultsCallsPassAndAreCounted() throws Exception {
    assertThat(send().statusCode()).isEqualTo(200);
    assertThat(send().statusCode()).isEqualTo(200);

    assertThat(inQueue()).isEqualTo(2);
    assertThat(Faults.calls(Service.SQS, "SendMessage")).isEqualTo(2);
    assertThat(Faults.calls(Service.SQS, "DeleteMessage")).isZero();
  }

  @Test
  void aStatusIsAnsweredAsOftenAsToldAndNothingApplied() throws Exception {
    Faults.in(Service.SQS).action("SendMessage").times(1).status(503, "ServiceUnavailable");

    HttpResponse<String> first = send();
    HttpResponse<String> second = send();

    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(first.body()).contains("com.amazonaws.sqs#ServiceUnavailable");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(inQueue()).isEqualTo(1);
    assertThat(Faults.hits()).isEqualTo(1);
  }

  @Test
  void aFaultConcernsOnlyTheActionItNames() throws Exception {
    Faults.in(Service.SQS).action("SendMessageBatch").status(503, "ServiceUnavailable");

    assertThat(send().statusCode()).isEqualTo(200);
    assertThat(Faults.hits()).isZero();
  }

  @Test
  void theSdkReadsTheErrorCodesOfEachService() {
    Faults.in(Service.DYNAMODB).action("ListTables").status(400, "ResourceInUseException");
    Faults.in(Service.SNS).action("ListTopics").status(403, "AuthorizationError");

    try (var dynamoDb = EmbeddedAws.dynamoDb(EmbeddedAws.endpoints().dynamoDbProxy());
        var sns = EmbeddedAws.sns(EmbeddedAws.endpoints().snsProxy())) {
      assertThatThrownBy(() -> dynamoDb.listTables().join())
          .cause()
          .isInstanceOf(ResourceInUseException.class);
      assertThatThrownBy(() -> sns.listTopics().join())
          .cause()
          .isInstanceOf(AuthorizationErrorException.class);
    }
    assertThat(Faults.calls(Service.SNS, "ListTopics")).isEqualTo(1);
  }

  @Test
  void whatIsDroppedBeforeIsNotApplied() throws Exception {
    Faults.in(Service.SQS).times(1).dropBefore();

    assertThatThrownBy(this::send).isInstanceOf(IOException.class);

    assertThat(inQueue()).isZero();
  }

  @Test
  void whatIsDroppedAfterIsAppliedButNotAnswered() throws Exception {
    Faults.in(Service.SQS).times(1).dropAfter();

    assertThatThrownBy(this::send).isInstanceOf(IOException.class);

    assertThat(inQueue()).isEqualTo(1);
  }

  @Test
  void whatIsDelayedIsAppliedLater() throws Exception {
    Faults.in(Service.SQS).action("SendMessage").delay(Duration.ofMillis(50));
    long before = System.nanoTime();

    assertThat(send().statusCode()).isEqualTo(200);

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000L);
    assertThat(inQueue()).isEqualTo(1);
  }

  @Test
  void whatHangsIsDroppedWhenTheFaultIsCleared() {
    // Given a call that hangs
    Faults.in(Service.SQS).action("SendMessage").hang();
    CompletableFuture<HttpResponse<String>> hanging = HTTP.sendAsync(message(), bodyAsText());
    while (Faults.hits() == 0) {
      Thread.onSpinWait();
    }
    assertThat(hanging).isNotDone();

    // When the fault is cleared
    Faults.clear();

    // Then the call fails, and was never applied
    assertThatThrownBy(hanging::join).cause().isInstanceOf(IOException.class);
    assertThat(inQueue()).isZero();
  }

  @Test
  void aServiceThatRefusesTakesNoConnectionsUntilCleared() throws Exception {
    Faults.in(Service.SQS).refuse();
    // A connection that was open is broken off first.
    assertThatThrownBy(this::send).isInstanceOf(IOException.class);
    assertThatThrownBy(this::send).isInstanceOf(ConnectException.class);

    Faults.clear();
    assertThat(send().statusCode()).isEqualTo(200);
    assertThat(inQueue()).isEqualTo(1);
  }

  @Test
  void chanceIsRepeatedByItsSeed() throws Exception {
    String first = pattern(7);
    String second = pattern(7);

    assertThat(first).isEqualTo(second).contains("200").contains("500");
  }

  @Test
  void aRuleThatMakesNoSenseIsRefusedInWords() {
    assertThatThrownBy(() -> Faults.in(Service.SQS).status(42, "Code"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("status: not 200..599: 42");
    assertThatThrownBy(() -> Faults.in(Service.SQS).times(1).refuse())
        .hasMessageContaining("refuse concerns the whole service");
  }

  @Test
  void aCallOfSeveralMebibytesPasses() {
    // Given more than one call to SQS takes
    SendMessageBatchRequestEntry big =
        SendMessageBatchRequestEntry.builder().id("a").messageBody("x".repeat(3 << 20)).build();

    // When it goes through the proxy
    // Then it is the service that answers, not the proxy
    try (var sqs = EmbeddedAws.sqs(EmbeddedAws.endpoints().sqsProxy())) {
      assertThatThrownBy(() -> sqs.sendMessageBatch(r -> r.queueUrl(queueUrl).entries(big)).join())
          .hasMessageContaining("Status Code: 4");
    }
  }

  private String pattern(long seed) throws Exception {
    Faults.clear();
    Faults.in(Service.SQS).probability(0.5, seed).status(500, "InternalFailure");
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      pattern.append(send().statusCode()).append(' ');
    }
    return pattern.toString();
  }

  private HttpResponse<String> send() throws IOException, InterruptedException {
    return HTTP.send(message(), bodyAsText());
  }

  private static HttpResponse.BodyHandler<String> bodyAsText() {
    return BodyHandlers.ofString();
  }

  /** One SendMessage, which no client repeats. */
  private HttpRequest message() {
    URI proxy = EmbeddedAws.endpoints().sqsProxy();
    return HttpRequest.newBuilder(proxy)
        .header("Content-Type", "application/x-amz-json-1.0")
        .header("X-Amz-Target", "AmazonSQS.SendMessage")
        .POST(
            BodyPublishers.ofString(
                "{\"QueueUrl\":\"" + queueUrl + "\",\"MessageBody\":\"message\"}"))
        .build();
  }

  /** Straight from the queue, not through the proxy. */
  private int inQueue() {
    int messages = SubscribedQueue.drain(queueUrl).size();
    SQS.purgeQueue(request -> request.queueUrl(queueUrl)).join();
    return messages;
  }
}
