package dev.postern.bench.direct;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Starts it: {@code -Dbench.port=… -Dbench.aws=… -Dbench.key=…}. */
final class Main {
  private static final Map<String, String> QUEUES =
      Map.of("fifo", "direct.fifo", "standard", "direct-standard");

  private final Map<String, String> urls = new ConcurrentHashMap<>();
  private final SqsAsyncClient sqs;

  private Main(SqsAsyncClient sqs) {
    this.sqs = sqs;
  }

  public static void main(String[] arguments) {
    Main direct =
        new Main(
            SqsAsyncClient.builder()
                .endpointOverride(URI.create(System.getProperty("bench.aws")))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(System.getProperty("bench.key"), "secret")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(256))
                .build());
    direct.create();
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(direct::handle)
        .listen(Integer.getInteger("bench.port"), "127.0.0.1")
        .onFailure(
            failure -> {
              System.err.println(failure);
              System.exit(1);
            });
  }

  private void create() {
    QUEUES.forEach(
        (destination, name) -> {
          Map<QueueAttributeName, String> attributes =
              name.endsWith(".fifo") ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
          urls.put(
              destination,
              sqs.createQueue(create -> create.queueName(name).attributes(attributes))
                  .join()
                  .queueUrl());
        });
  }

  private void handle(HttpServerRequest request) {
    if (request.method().name().equals("GET")) {
      request.response().end();
      return;
    }
    String destination = request.path().split("/", -1)[3];
    String key = request.getHeader("Idempotency-Key");
    String group = request.getHeader("Message-Group-Id");
    request
        .body()
        .compose(
            body ->
                Future.fromCompletionStage(
                    sqs.sendMessage(
                        send -> {
                          send.queueUrl(urls.get(destination))
                              .messageBody(body.toString())
                              .messageGroupId(group);
                          if (destination.equals("fifo")) {
                            send.messageDeduplicationId(key);
                          }
                        })))
        .onSuccess(sent -> request.response().setStatusCode(201).end(sent.messageId()))
        .onFailure(failure -> request.response().setStatusCode(500).end(failure.toString()));
  }
}
