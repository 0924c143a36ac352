package dev.postern.bench.direct;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The services over each of the SDK's HTTP clients that could serve a gateway. */
final class Clients {
  private static final int SQS_CONNECTIONS = 256;
  private static final int SNS_CONNECTIONS = 128;

  private Clients() {}

  /**
   * By the client's name: {@code netty} as the SDK makes it; {@code netty-shared}, on Vert.x's
   * event loops, going on where an answer was read, as Postern does; {@code crt}, going on so, too;
   * {@code url-connection}, with a thread for each connection.
   */
  static Services named(String client, Vertx vertx) {
    return switch (client) {
      case "netty" ->
          new Services.Asynchronous(
              configured(SqsAsyncClient.builder()).httpClient(netty(SQS_CONNECTIONS)).build(),
              configured(SnsAsyncClient.builder()).httpClient(netty(SNS_CONNECTIONS)).build());
      case "netty-shared" -> onReader(connections -> shared(vertx, connections));
      case "crt" ->
          onReader(
              connections -> AwsCrtAsyncHttpClient.builder().maxConcurrency(connections).build());
      case "url-connection" ->
          new Services.Blocking(
              configured(SqsClient.builder()).httpClient(UrlConnectionHttpClient.create()).build(),
              configured(SnsClient.builder()).httpClient(UrlConnectionHttpClient.create()).build(),
              Executors.newFixedThreadPool(SQS_CONNECTIONS));
      default -> throw new IllegalArgumentException("no HTTP client " + client);
    };
  }

  private static SdkAsyncHttpClient netty(int connections) {
    return NettyNioAsyncHttpClient.builder().maxConcurrency(connections).build();
  }

  private static SdkAsyncHttpClient shared(Vertx vertx, int connections) {
    return NettyNioAsyncHttpClient.builder()
        .maxConcurrency(connections)
        .eventLoopGroup(SdkEventLoopGroup.create(((VertxInternal) vertx).getEventLoopGroup()))
        .build();
  }

  private static Services onReader(IntFunction<SdkAsyncHttpClient> http) {
    return new Services.Asynchronous(
        goingOn(SqsAsyncClient.builder()).httpClient(http.apply(SQS_CONNECTIONS)).build(),
        goingOn(SnsAsyncClient.builder()).httpClient(http.apply(SNS_CONNECTIONS)).build());
  }

  private static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> B goingOn(
      B builder) {
    return configured(builder)
        .asyncConfiguration(
            configuration ->
                configuration.advancedOption(
                    SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
  }

  private static <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
    return builder
        .endpointOverride(URI.create(System.getProperty("bench.aws")))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(System.getProperty("bench.key"), "secret")));
  }
}
