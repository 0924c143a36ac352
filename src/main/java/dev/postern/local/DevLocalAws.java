package dev.postern.local;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Sees to it that embedded AWS runs before anything in development mode speaks to it. What answers
 * on the fixed ports is used: the process of an earlier reload of the same development mode, or one
 * started by hand with {@code ./mvnw -Plocal-aws}. Where nothing answers it is started; it then
 * outlives reloads and ends with development mode. A port that is taken by something else stops the
 * start with the line that says which.
 */
@ApplicationScoped
@IfBuildProfile("dev")
public class DevLocalAws {
  private static final Logger LOG = Logger.getLogger(DevLocalAws.class);

  private static final int BEFORE_EVERYTHING = 1;

  void start(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent event, LocalConfig config) {
    if (!config.enabled()) {
      return;
    }
    Endpoints endpoints = LocalAws.running(LocalAws.FIXED_CONTROL).orElseGet(DevLocalAws::started);
    LOG.infof(
        "Embedded AWS: DynamoDB %s, SQS %s, SNS %s, KMS %s (process %d)",
        endpoints.dynamoDb(), endpoints.sqs(), endpoints.sns(), endpoints.kms(), endpoints.pid());
  }

  private static Endpoints started() {
    try {
      return LocalAws.startOnFixedPorts().endpoints();
    } catch (IllegalStateException refused) {
      LOG.error(refused.getMessage()); // in one line, before the start fails in many
      throw refused;
    }
  }
}
