package dev.postern.clients;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The packaged application with the destination that clients and examples publish to. */
public class ForClients implements QuarkusTestProfile {
  static final String QUEUE = "clients.fifo";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "postern.security.enabled", "false",
        "postern.provision", "create",
        "postern.table", "clients",
        "postern.destinations.orders.sqs-queue", QUEUE);
  }
}
