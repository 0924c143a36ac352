package dev.postern.aws;

import dev.postern.broker.Broker;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import dev.postern.lane.ByHand;
import dev.postern.lane.Erasures;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Replicas;
import dev.postern.order.Tracks;
import dev.postern.subscription.Deliveries;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Letters;
import dev.postern.subscription.Pauses;
import dev.postern.subscription.Reports;
import dev.postern.subscription.Subscriptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.kms.KmsAsyncClientBuilder;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.SnsAsyncClientBuilder;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;

/**
 * Makes the adapters, over clients that are configured by the extensions' own properties but for
 * two things that the protocol rests on: they never retry, and they give up in time. The ports are
 * given out as they are, under the name {@code aws}; what is counted of them is {@code observe}'s.
 */
@Singleton
class AwsRoom {
  /** Shorter than what an appender may take between its two writes. */
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

  /** Shorter than callers wait, so that they are told what is amiss. */
  private static final Duration KEY_TIMEOUT = Duration.ofSeconds(3);

  /** The clients of the publish path. */
  record Clients(DynamoDbAsyncClient dynamoDb, SqsAsyncClient sqs, SnsAsyncClient sns) {}

  @Produces
  @Singleton
  static AwsMeter meter(MeterRegistry meters) {
    return new AwsMeter(meters);
  }

  @Produces
  @Singleton
  static DynamoDbAsyncClient dynamoDb(DynamoDbAsyncClientBuilder builder, AwsMeter meter) {
    return strict(builder, meter, STORE_TIMEOUT).build();
  }

  @Produces
  @Singleton
  static SqsAsyncClient sqs(SqsAsyncClientBuilder builder, AwsMeter meter) {
    return strict(builder, meter, Broker.SEND_TIMEOUT).build();
  }

  @Produces
  @Singleton
  static SnsAsyncClient sns(SnsAsyncClientBuilder builder, AwsMeter meter) {
    return strict(builder, meter, Broker.SEND_TIMEOUT).build();
  }

  @Produces
  @Singleton
  static KmsAsyncClient kms(KmsAsyncClientBuilder builder, AwsMeter meter) {
    return strict(builder, meter, KEY_TIMEOUT).build();
  }

  static void close(@Disposes KmsAsyncClient client) {
    client.close();
  }

  static void close(@Disposes DynamoDbAsyncClient client) {
    client.close();
  }

  static void close(@Disposes SqsAsyncClient client) {
    client.close();
  }

  static void close(@Disposes SnsAsyncClient client) {
    client.close();
  }

  @Produces
  @Singleton
  static Clients clients(DynamoDbAsyncClient dynamoDb, SqsAsyncClient sqs, SnsAsyncClient sns) {
    return new Clients(dynamoDb, sqs, sns);
  }

  private static <B extends AwsClientBuilder<B, ?> & AwsAsyncClientBuilder<B, ?>> B strict(
      B builder, AwsMeter meter, Duration timeout) {
    return builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder()
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .apiCallTimeout(timeout)
            .addExecutionInterceptor(meter)
            .build());
  }

  @Produces
  @Singleton
  static Table table(Clients clients, AwsConfig config, Packing packing) {
    return new Table(clients.dynamoDb(), config.table(), packing);
  }

  @Produces
  @Singleton
  static Packing packing(Compression compression, Vault vault) {
    return new Packing(compression, vault);
  }

  /** By the workers that Quarkus has for what takes longer, at most as many as it makes. */
  @Produces
  @Singleton
  static Compression compression(
      CompressionConfig config, ScheduledExecutorService workers, AwsMeter meter) {
    return new Compression(config.checked(), workers, meter::saved);
  }

  /** Asks for a client only when a key is needed: who has none need not configure it. */
  @Produces
  @Singleton
  static Vault vault(
      Instance<KmsAsyncClient> client,
      AwsConfig config,
      EncryptionConfig encryption,
      Scheduler scheduler) {
    Kms kms = new Kms(client::get, config.table());
    return new Vault(new DataKeys(kms, encryption.kmsKey(), scheduler::ticks));
  }

  @Produces
  @Singleton
  static TableProvision tableProvision(Table table) {
    return new TableProvision(table);
  }

  @Produces
  @Singleton
  static TargetProvision targetProvision(Clients clients, AwsBroker broker) {
    return new TargetProvision(clients, broker);
  }

  @Produces
  @Singleton
  static Provisioning.Served served(Destinations destinations, Subscriptions subscriptions) {
    return new Provisioning.Served(destinations, subscriptions);
  }

  @Produces
  @Singleton
  static Pauses pauses(Table table) {
    return new DynamoDbPauses(table);
  }

  @Produces
  @Singleton
  @Identifier("aws")
  static Ledger ledger(Table table) {
    return new DynamoDbLedger(table);
  }

  @Produces
  @Singleton
  @Identifier("aws")
  static Lanes lanes(Table table) {
    return new DynamoDbLanes(table);
  }

  @Produces
  @Singleton
  static ByHand byHand(Table table) {
    return new DynamoDbByHand(table);
  }

  @Produces
  @Singleton
  static Erasures erasures(Table table) {
    return new DynamoDbErasures(table);
  }

  @Produces
  @Singleton
  @Identifier("aws")
  static Replicas replicas(
      Table table, @ConfigProperty(name = "quarkus.application.version") String version) {
    return new DynamoDbReplicas(table, version);
  }

  @Produces
  @Singleton
  static QueueUrls queueUrls(Clients clients) {
    return new QueueUrls(clients.sqs());
  }

  @Produces
  @Singleton
  @Identifier("aws")
  static Inbox inbox(Clients clients, QueueUrls urls) {
    return new SqsInbox(clients.sqs(), urls);
  }

  @Produces
  @Singleton
  static Deliveries deliveries(Table table) {
    return new DynamoDbDeliveries(table);
  }

  @Produces
  @Singleton
  static Reports reports(Table table) {
    return new DynamoDbReports(table);
  }

  @Produces
  @Singleton
  static Letters letters(Table table) {
    return new DynamoDbLetters(table);
  }

  @Produces
  @Singleton
  static Tracks tracks(Table table) {
    return new DynamoDbTracks(table);
  }

  @Produces
  @Singleton
  @Typed(AwsBroker.class)
  static AwsBroker awsBroker(Clients clients, QueueUrls urls) {
    return new AwsBroker(new SqsBroker(clients.sqs(), urls), new SnsBroker(clients.sns()));
  }

  @Produces
  @Singleton
  @Identifier("aws")
  static Broker broker(AwsBroker broker) {
    return broker;
  }
}
