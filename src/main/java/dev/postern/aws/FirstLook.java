package dev.postern.aws;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started is a process that has looked once whether its table, queues and topics are there. What it
 * found is for {@linkplain Provisioning readiness} to say: to start again would not mend it.
 */
@Startup
@Singleton
final class FirstLook implements HealthCheck {
  private final Provisioning provisioning;

  FirstLook(@Readiness Provisioning provisioning) {
    this.provisioning = provisioning;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("first look").status(provisioning.hasLooked()).build();
  }
}
