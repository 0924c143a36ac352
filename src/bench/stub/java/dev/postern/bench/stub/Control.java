package dev.postern.bench.stub;

import dev.postern.bench.stub.dynamodb.DynamoDb;
import dev.postern.bench.stub.messaging.Queues;
import io.vertx.core.http.HttpServerRequest;

/**
 * What the harness asks of the stub:
 *
 * <ul>
 *   <li>{@code GET /stats}: what was counted since the start
 *   <li>{@code GET /queue?name=…}: what a queue holds, in order
 *   <li>{@code GET /count?queue=…} or {@code ?table=…&prefix=…}
 *   <li>{@code POST /clear?queue=…} or {@code ?table=…&prefix=…}
 * </ul>
 */
record Control(Stats stats, DynamoDb dynamoDb, Queues queues) {
  Answer answer(HttpServerRequest request) {
    String queue = request.getParam("queue");
    String table = request.getParam("table");
    String prefix = request.getParam("prefix", "");
    return switch (request.path()) {
      case "/stats" -> Answer.json(200, stats.json());
      case "/queue" -> Answer.text(queues.list(request.getParam("name")));
      case "/count" -> count(queue == null ? dynamoDb.count(table, prefix) : queues.count(queue));
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
