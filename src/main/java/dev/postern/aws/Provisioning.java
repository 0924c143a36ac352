package dev.postern.aws;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Looks at start whether table, queues and topics are there and fit, again and again until they do;
 * until then the process is not ready and says what it lacks.
 */
@Readiness
@Singleton
public class Provisioning implements HealthCheck {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Log LOG = Log.of(Provisioning.class);

  /** Whose queues and topics are looked at. */
  record Served(Destinations destinations, Subscriptions subscriptions) {}

  private final TableProvision table;
  private final TargetProvision targets;
  private final Destinations destinations;
  private final Subscriptions subscriptions;
  private final Scheduler scheduler;
  private final boolean creates;

  private volatile List<String> complaints =
      List.of("table, queues and topics are being looked at");
  private volatile boolean hasLooked;
  private volatile boolean stopped;

  Provisioning(
      TableProvision table,
      TargetProvision targets,
      AwsConfig config,
      Served served,
      Scheduler scheduler) {
    this.table = table;
    this.targets = targets;
    this.destinations = served.destinations();
    this.subscriptions = served.subscriptions();
    this.scheduler = scheduler;
    this.creates = config.provision() == AwsConfig.Provision.CREATE;
  }

  void start(@Observes @Priority(100) StartupEvent event) {
    look();
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  private void look() {
    CompletionStage<List<String>> looked =
        creates ? create().thenCompose(created -> verify()) : verify();
    looked.whenComplete(
        (found, failure) -> take(failure == null ? found : List.of(Fault.of(failure).summary())));
  }

  private void take(List<String> found) {
    if (!found.equals(complaints)) {
      found.forEach(complaint -> LOG.warn("not ready", Member.CAUSE.is(complaint)));
    }
    complaints = found;
    hasLooked = true;
    if (found.isEmpty()) {
      LOG.info(
          "ready: the table fits, and so does every queue and topic",
          Member.COUNT.is(
              Stream.concat(
                      destinations.all().stream().map(Destination::target),
                      subscriptions.all().stream().map(Subscription::queue))
                  .distinct()
                  .count()));
    } else if (!stopped) {
      scheduler.schedule(LOOK_AGAIN, this::look);
    }
  }

  /** Whatever can't be made now is found missing right after. */
  private CompletionStage<Void> create() {
    Stream<Supplier<CompletionStage<Void>>> makes =
        Stream.concat(
            Stream.of(table::create),
            Stream.concat(
                destinations.all().stream().map(each -> () -> targets.create(each)),
                subscriptions.all().stream().map(each -> () -> targets.create(each))));
    CompletableFuture<?>[] made =
        makes
            .map(
                make ->
                    make.get()
                        .exceptionally(
                            failure -> {
                              LOG.debug("could not create", Member.CAUSE.is(Fault.of(failure)));
                              return null;
                            })
                        .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(made);
  }

  private CompletionStage<List<String>> verify() {
    CompletionStage<List<String>> all =
        table.verify().thenApply(found -> Stream.concat(found.stream(), nowhere()).toList());
    for (Destination destination : destinations.all()) {
      all = all.thenCombine(targets.verify(destination), Provisioning::both);
    }
    for (Subscription subscription : subscriptions.all()) {
      all = all.thenCombine(targets.verify(subscription), Provisioning::both);
    }
    return all;
  }

  private static List<String> both(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private Stream<String> nowhere() {
    return destinations.all().isEmpty() && subscriptions.all().isEmpty()
        ? Stream.of(
            "no destination is configured: set postern.destinations.<name>.sqs-queue or .sns-topic,"
                + " or a subscription: postern.subscriptions.<name>.sqs-queue")
        : Stream.empty();
  }

  /** Whether all has been looked at once, whatever was found. */
  boolean hasLooked() {
    return hasLooked;
  }

  @Override
  public HealthCheckResponse call() {
    List<String> now = complaints;
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("table, queues and topics").status(now.isEmpty());
    for (int i = 0; i < now.size(); i++) {
      answer.withData("missing-" + (i + 1), now.get(i));
    }
    return answer.build();
  }
}
