package dev.postern.local.aws.sns;

import dev.postern.local.aws.Body;
import dev.postern.local.aws.Xml;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * SNS over HTTP: the query protocol in, XML out. At most 1,000 calls at once, 32 of them at work;
 * beyond that it answers {@code Throttled}.
 */
public final class Sns {
  private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

  /** 256 KiB of message, percent-encoded (three times as long), attributes in Base64, names. */
  private static final int MAX_BODY = 2 * 1024 * 1024;

  private static final int MAX_CALLS = 1_000;
  private static final int WORKERS = 32;

  private final Actions actions;
  private final WorkerExecutor workers;
  private final AtomicInteger calls = new AtomicInteger();

  private Sns(Actions actions, WorkerExecutor workers) {
    this.actions = actions;
    this.workers = workers;
  }

  /**
   * Starts it on this port of the loopback address, over SQS on another; listens when the future
   * completes.
   */
  public static Future<Void> start(
      Vertx vertx, int port, int sqsPort, String region, String account) {
    String sqsEndpoint = "http://127.0.0.1:" + sqsPort;
    SqsClient sqs =
        SqsClient.builder()
            .endpointOverride(URI.create(sqsEndpoint))
            .region(Region.of(region))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClientBuilder(Apache5HttpClient.builder().maxConnections(WORKERS))
            .build();
    Clock clock = Clock.systemUTC();
    Fanout fanout = new Fanout(sqs, sqsEndpoint + "/" + account + "/", clock);
    Sns sns =
        new Sns(
            new Actions(new Topics(region, account, clock), fanout, account),
            vertx.createSharedWorkerExecutor("sns", WORKERS));
    return vertx
        .createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
        .requestHandler(sns::handle)
        .listen(port, "127.0.0.1")
        .mapEmpty();
  }

  private void handle(HttpServerRequest request) {
    Body.read(request, MAX_BODY)
        .compose(body -> run(request, body.toString(StandardCharsets.UTF_8)))
        .onFailure(problem -> refuse(request, problem));
  }

  private Future<Void> run(HttpServerRequest request, String form) {
    Query query = Query.parse(form);
    if (calls.incrementAndGet() > MAX_CALLS) {
      calls.decrementAndGet();
      return Future.failedFuture(SnsException.throttled());
    }
    return workers
        .executeBlocking(() -> actions.run(query), false)
        .onComplete(done -> calls.decrementAndGet())
        .compose(result -> answer(request, query.require("Action"), result));
  }

  private static Future<Void> answer(HttpServerRequest request, String action, String result) {
    String id = UUID.randomUUID().toString();
    return request
        .response()
        .putHeader("Content-Type", "text/xml")
        .putHeader("x-amzn-RequestId", id)
        .end(
            ("<" + action + "Response xmlns=\"" + NAMESPACE + "\">")
                + ("<" + action + "Result>" + result + "</" + action + "Result>")
                + ("<ResponseMetadata><RequestId>" + id + "</RequestId></ResponseMetadata>")
                + ("</" + action + "Response>"));
  }

  private static void refuse(HttpServerRequest request, Throwable problem) {
    if (problem instanceof SnsException refused) {
      error(request, refused.status, refused.code, refused.getMessage());
    } else if (problem instanceof Body.TooLong) {
      error(request, 413, "RequestEntityTooLarge", problem.getMessage());
    } else if (!request.response().ended()) {
      error(request, 500, "InternalError", problem.toString());
    }
  }

  private static void error(HttpServerRequest request, int status, String code, String message) {
    String id = UUID.randomUUID().toString();
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/xml")
        .putHeader("x-amzn-RequestId", id)
        .end(errorXml(status, code, message, id));
  }

  /** An error as SNS words it. */
  public static String errorXml(int status, String code, String message, String requestId) {
    return ("<ErrorResponse xmlns=\"" + NAMESPACE + "\"><Error>")
        + ("<Type>" + (status < 500 ? "Sender" : "Receiver") + "</Type>")
        + ("<Code>" + Xml.escape(code) + "</Code>")
        + ("<Message>" + Xml.escape(message) + "</Message></Error>")
        + ("<RequestId>" + requestId + "</RequestId></ErrorResponse>");
  }
}
