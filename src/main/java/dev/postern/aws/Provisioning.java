package dev.postern.aws;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.log.Said;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** One of what must be there, and by what name the log knows it. */
  private record Needed(
      Said name,
      Supplier<CompletionStage<Void>> create,
      Supplier<CompletionStage<List<String>>> verify) {}

  private record Complaint(Optional<Said> about, String text) {
    void tell() {
      Said cause = Member.CAUSE.is(text);
      about.ifPresentOrElse(
          name -> LOG.warn("not ready", name, cause), () -> LOG.warn("not ready", cause));
    }
  }

  private final TableProvision table;
  private final TargetProvision targets;
  private final Destinations destinations;
  private final Subscriptions subscriptions;
  private final Scheduler scheduler;
  private final boolean creates;

  private volatile List<Complaint> complaints =
      List.of(general("table, queues and topics are being looked at"));
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
    CompletionStage<List<Complaint>> looked =
        creates ? create().thenCompose(created -> verify()) : verify();
    looked.whenComplete(
        (found, failure) ->
            take(failure == null ? found : List.of(general(Fault.of(failure).summary()))));
  }

  private void take(List<Complaint> found) {
    if (!found.equals(complaints)) {
      found.forEach(Complaint::tell);
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

  private static Complaint general(String text) {
    return new Complaint(Optional.empty(), text);
  }

  private List<Needed> needed() {
    List<Needed> needed = new ArrayList<>();
    needed.add(new Needed(Member.TABLE.is(table.name()), table::create, table::verify));
    destinations
        .all()
        .forEach(
            each ->
                needed.add(
                    new Needed(
                        Member.DESTINATION.is(each.name()),
                        () -> targets.create(each),
                        () -> targets.verify(each))));
    subscriptions
        .all()
        .forEach(
            each ->
                needed.add(
                    new Needed(
                        Member.SUBSCRIPTION.is(each.name()),
                        () -> targets.create(each),
                        () -> targets.verify(each))));
    return needed;
  }

  /** Whatever can't be made now is found missing right after. */
  private CompletionStage<Void> create() {
    return CompletableFuture.allOf(
        needed().stream()
            .map(each -> create(each).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  private static CompletionStage<Void> create(Needed it) {
    return it.create()
        .get()
        .exceptionally(
            failure -> {
              LOG.debug("could not create", it.name(), Member.CAUSE.is(Fault.of(failure)));
              return null;
            });
  }

  private CompletionStage<List<Complaint>> verify() {
    CompletionStage<List<Complaint>> all = CompletableFuture.completedFuture(nowhere());
    for (Needed each : needed()) {
      all = all.thenCombine(verify(each), Provisioning::both);
    }
    return all;
  }

  private static CompletionStage<List<Complaint>> verify(Needed it) {
    return it.verify()
        .get()
        .thenApply(
            found ->
                found.stream().map(text -> new Complaint(Optional.of(it.name()), text)).toList());
  }

  private static List<Complaint> both(List<Complaint> one, List<Complaint> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private List<Complaint> nowhere() {
    return destinations.all().isEmpty() && subscriptions.all().isEmpty()
        ? List.of(
            general(
                "no destination is configured: set postern.destinations.<name>.sqs-queue or"
                    + " .sns-topic, or a subscription: postern.subscriptions.<name>.sqs-queue"))
        : List.of();
  }

  /** Whether all has been looked at once, whatever was found. */
  boolean hasLooked() {
    return hasLooked;
  }

  @Override
  public HealthCheckResponse call() {
    List<Complaint> now = complaints;
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("table, queues and topics").status(now.isEmpty());
    for (int i = 0; i < now.size(); i++) {
      answer.withData("missing-" + (i + 1), now.get(i).text());
    }
    return answer.build();
  }
}
