package dev.postern.local.aws;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;

/**
 * DynamoDB Local, in memory, one database for all regions and credentials, no telemetry.
 *
 * <p>Its own command line listens on all interfaces. So its two public handler classes are put
 * behind a server bound to loopback; by reflection, because the project does not compile against
 * DynamoDB Local.
 */
final class DynamoDb {
  private static final String PACKAGE = "software.amazon.dynamodb.services.local.";

  private DynamoDb() {}

  /** Starts it on this port of the loopback address; returns when it answers. */
  static void start(int port) throws Exception {
    Class.forName(PACKAGE + "monitoring.Telemetry")
        .getMethod("configureTelemetry", String.class, String.class, boolean.class)
        .invoke(null, "MAVEN", "IN_MEMORY_SHARED_DB", false);
    Object requests =
        Class.forName(PACKAGE + "server.LocalDynamoDBRequestHandler")
            .getConstructor(int.class, boolean.class, String.class, boolean.class, boolean.class)
            .newInstance(port, true, null, true, false);
    Object handler =
        Class.forName(PACKAGE + "server.LocalDynamoDBServerHandler")
            .getConstructor(Class.forName(PACKAGE + "server.DynamoDBRequestHandler"), String.class)
            .newInstance(requests, null);
    Server server = new Server(Options.loopback(port));
    server.setHandler(new ContextHandler((Handler) handler, "/"));
    server.start();
  }
}
