package dev.postern.replica;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready is a replica of which a heartbeat has arrived, and not too long ago: without one it sends
 * nothing, and another replica may be better off.
 *
 * <p>Where {@code postern.replica.unready-after} is 0, it stays ready from the first on.
 */
@Readiness
@Singleton
final class HeartbeatCheck implements HealthCheck {
  private final Heartbeat heartbeat;
  private final Duration unreadyAfter;

  HeartbeatCheck(Heartbeat heartbeat, ReplicaConfig config) {
    this.heartbeat = heartbeat;
    this.unreadyAfter = config.replica().unreadyAfter();
  }

  @Override
  public HealthCheckResponse call() {
    Optional<Duration> age = heartbeat.age();
    boolean fresh =
        age.filter(its -> unreadyAfter.isZero() || its.compareTo(unreadyAfter) < 0).isPresent();
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("heartbeat").status(fresh);
    age.ifPresent(its -> answer.withData("age-ms", its.toMillis()));
    return answer.build();
  }
}
