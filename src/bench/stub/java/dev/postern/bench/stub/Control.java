package dev.postern.bench.stub;

import dev.postern.bench.stub.dynamodb.DynamoDb;
import dev.postern.bench.stub.messaging.Queues;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the harness asks of the stub:
 *
 * <ul>
 *   <li>{@code GET /stats}: what was counted since the start
 *   <li>{@code GET /queue?name=…}: what a queue holds or a topic took, in order
 *   <li>{@code GET /count?queue=…} or {@code ?table=…&prefix=…}
 *   <li>{@code GET /indexed?table=…}: how many items are in its indexes
 *   <li>{@code POST /clear?queue=…} or {@code ?table=…&prefix=…}
 *   <li>{@code POST /fill?table=…&prefix=…&count=…}: copies of items under other keys
 *   <li>{@code POST /outage?on=true}: SQS answers sends with 503
 * </ul>
 */
record Control(Stats stats, DynamoDb dynamoDb, Queues queues, AtomicBoolean outage) {
  Answer answer(HttpServerRequest request) {
    String queue = request.getParam("queue");
    String table = request.getParam("table");
    String prefix = request.getParam("prefix", "");
    return switch (request.path()) {
      case "/stats" -> Answer.json(200, stats.json());
      case "/queue" -> Answer.text(queues.list(request.getParam("name")));
      case "/count" -> count(queue == null ? dynamoDb.count(table, prefix) : queues.count(queue));
      case "/indexed" -> count(dynamoDb.indexed(table));
      case "/fill" -> {
        int count = Integer.parseInt(request.getParam("count"));
        dynamoDb.fill(table, prefix, count);
        yield count(count);
      }
      case "/outage" -> {
        outage.set(Boolean.parseBoolean(request.getParam("on")));
        yield count(0);
      }
      case "/clear" -> {
        if (queue == null) {
          yield count(dynamoDb.clear(table, prefix));
        }
        queues.clear(queue);
        yield count(0);
      }
      default -> throw Refusal.notUnderstood(request.path());
    };
  }

  private static Answer count(int count) {
    return Answer.text(Integer.toString(count));
  }
}
