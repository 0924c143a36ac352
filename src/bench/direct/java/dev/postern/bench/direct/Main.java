package dev.postern.bench.direct;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** Starts it: {@code -Dbench.port=… -Dbench.aws=… -Dbench.key=…}. */
final class Main {
  private static final int SQS_CONNECTIONS = 256;
  private static final int SNS_CONNECTIONS = 128;

  private final Sends sends;

  private Main(Sends sends) {
    this.sends = sends;
  }

  public static void main(String[] arguments) {
    Sends sends =
        new Sends(
            client(SqsAsyncClient.builder(), SQS_CONNECTIONS),
            client(SnsAsyncClient.builder(), SNS_CONNECTIONS));
    sends.create();
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(new Main(sends)::handle)
        .listen(Integer.getInteger("bench.port"), "127.0.0.1")
        .onFailure(
            failure -> {
              System.err.println(failure);
              System.exit(1);
            });
  }

  private static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C client(
      B builder, int connections) {
    return builder
        .endpointOverride(URI.create(System.getProperty("bench.aws")))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(System.getProperty("bench.key"), "secret")))
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(connections))
        .build();
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
                    sends.send(destination, new Sends.Message(body.toString(), group, key))))
        .onSuccess(id -> request.response().setStatusCode(201).end(id))
        .onFailure(failure -> request.response().setStatusCode(500).end(failure.toString()));
  }
}
