package dev.postern.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that the system knows: of its files and its name servers, cached as the JDK is told to
 * ({@code networkaddress.cache.ttl}).
 *
 * <p>The JDK blocks, so it is asked on {@value #THREADS} threads of its own. A host that is being
 * looked up is not looked up a second time: so no more look-ups wait than there are endpoints, even
 * where name servers do not answer and those who asked have long gone.
 */
final class SystemNames implements Names {
  private static final int THREADS = 8;

  private final WorkerExecutor threads;
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  SystemNames(Vertx vertx) {
    threads = vertx.createSharedWorkerExecutor("postern-names", THREADS);
  }

  @Override
  public CompletionStage<List<InetAddress>> resolve(String host) {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> others = underWay.putIfAbsent(host, mine);
    if (others != null) {
      return others;
    }
    threads
        .executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
        .onComplete(
            found -> {
              underWay.remove(host);
              if (found.succeeded()) {
                mine.complete(found.result());
              } else {
                mine.completeExceptionally(found.cause());
              }
            });
    return mine;
  }

  void close() {
    threads.close();
  }
}
