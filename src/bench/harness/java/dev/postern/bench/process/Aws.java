package dev.postern.bench.process;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** What stands for AWS, and what it knows of what was done there. */
public interface Aws {
  /** Where a service is called: {@code dynamodb}, {@code sqs} or {@code sns}. */
  URI endpoint(String service);

  /** What one system has called so far, by operation. */
  Map<String, Counts> counts(String system) throws IOException, InterruptedException;

  /**
   * What a queue holds or a topic took, in order, a line for each message: its group, a tab and at
   * least the beginning of its body.
   */
  String queue(String name) throws IOException, InterruptedException;

  /** How many messages a queue holds or a topic took. */
  int queueSize(String name) throws IOException, InterruptedException;

  /** How many items are in a table's indexes: of Postern's, lanes that are not clear. */
  int indexed(String table) throws IOException, InterruptedException;
}
