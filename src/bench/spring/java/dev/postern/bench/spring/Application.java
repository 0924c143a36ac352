package dev.postern.bench.spring;

import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer;
import io.awspring.cloud.autoconfigure.sqs.SqsAsyncClientCustomizer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** Starts it: {@code -Dbench.port=… -Dbench.aws=… -Dbench.key=…}. */
@SpringBootApplication
public class Application {
  /** As many at a time as the clients of the others may have. */
  private static final int CONNECTIONS = 256;

  /** Starts it. */
  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  @Bean
  DynamoDbClientCustomizer dynamoDbConnections() {
    return builder ->
        builder.httpClientBuilder(ApacheHttpClient.builder().maxConnections(CONNECTIONS));
  }

  @Bean
  SqsAsyncClientCustomizer sqsConnections() {
    return builder ->
        builder.httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS));
  }
}
