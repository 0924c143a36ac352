package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.publish.InOrder;
import dev.postern.publish.PublishConfig;
import dev.postern.publish.PublishMany;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes up to a hundred messages of one request, and answers for each of them. */
@Singleton
class PublishBatch {
  /** Of a body. */
  static final int MOST_BYTES = 16 * 1024 * 1024;

  /** Of all bodies that are read or worked on at the same time. */
  private static final int MOST_BYTES_IN_ALL = 4 * MOST_BYTES;

  private final AtomicInteger bytesInAll = new AtomicInteger();
  private final PublishMany publishMany;
  private final Quotas quotas;
  private final PublishConfig config;

  /** Reads what a body describes, in its order. */
  interface Reader {
    List<Item> read(byte[] body);
  }

  PublishBatch(PublishMany publishMany, Quotas quotas, PublishConfig config) {
    this.publishMany = publishMany;
    this.quotas = quotas;
    this.config = config;
  }

  /** The answer. */
  CompletionStage<Response> publish(
      RoutingContext request, Destination destination, Preference preference, Reader reader) {
    int bytes = enter(request);
    return read(request)
        .thenCompose(
            body ->
                // Megabytes to parse and to digest would hold up whoever shares the event loop.
                request
                    .vertx()
                    .executeBlocking(
                        () -> begin(read(reader, body, destination), destination, preference))
                    .toCompletionStage())
        .thenCompose(PublishBatch::all)
        .thenApply(results -> answer(results, preference, RequestTrace.of(request)))
        .whenComplete((answered, failure) -> bytesInAll.addAndGet(-bytes));
  }

  /** Keeps room for as much as is announced, or for the most there may be. */
  private int enter(RoutingContext request) {
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    int bytes = length == null ? MOST_BYTES : (int) Math.min(Long.parseLong(length), MOST_BYTES);
    if (bytesInAll.addAndGet(bytes) > MOST_BYTES_IN_ALL) {
      bytesInAll.addAndGet(-bytes);
      throw new RefusedRequest(
          Problem.of(
                  ProblemType.OVERLOADED,
                  "Too many batches are under way. Nothing was accepted; send it again later.")
              .retryAfter(PublishProblem.RETRY_SECONDS));
    }
    return bytes;
  }

  /** What is refused at once is a failed stage, too. */
  private static CompletionStage<byte[]> read(RoutingContext request) {
    try {
      return BodyReader.read(request, MOST_BYTES, "this operation");
    } catch (RefusedRequest refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** The call itself has counted as one. */
  private List<Item> read(Reader reader, byte[] body, Destination destination) {
    List<Item> items = reader.read(body);
    quotas.more(destination.tenant(), items.size() - 1);
    return items;
  }

  private List<CompletionStage<ItemResult>> begin(
      List<Item> items, Destination destination, Preference preference) {
    InOrder request =
        publishMany.batch(
            destination,
            new PublishMany.Waiting(
                preference.patience(config.usualWait(), config.maxWait()),
                config.usualWait(),
                config.maxWait()));
    List<CompletionStage<ItemResult>> begun = new ArrayList<>();
    items.forEach(item -> begun.add(item.publish(request)));
    return begun;
  }

  private static CompletionStage<List<ItemResult>> all(List<CompletionStage<ItemResult>> begun) {
    CompletionStage<List<ItemResult>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (CompletionStage<ItemResult> one : begun) {
      all =
          all.thenCombine(
              one,
              (before, result) -> {
                before.add(result);
                return before;
              });
    }
    return all;
  }

  private Response answer(
      List<ItemResult> results, Preference preference, Optional<RequestTrace> trace) {
    long failed = results.stream().filter(result -> !result.isAccepted()).count();
    List<Map<String, Object>> shown = new ArrayList<>();
    results.forEach(result -> shown.add(result.at("index", shown.size(), trace)));
    Response.ResponseBuilder answer =
        failed == results.size() ? refused(failed, shown) : done(failed, shown);
    preference
        .applied(config.maxWait())
        .ifPresent(applied -> answer.header("Preference-Applied", applied));
    return answer.header(HttpHeaders.VARY, PublishAnswer.VARY).build();
  }

  /** A problem, as every answer of such a status is, that says the same as the other answers. */
  private static Response.ResponseBuilder refused(long failed, List<Map<String, Object>> results) {
    return Problem.of(
            ProblemType.BATCH_REFUSED,
            "None of the " + failed + " messages was accepted for certain; results says why.")
        .with("failed", failed)
        .with("results", results)
        .answer();
  }

  private static Response.ResponseBuilder done(long failed, List<Map<String, Object>> results) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("failed", failed);
    body.put("results", results);
    return Response.status(failed == 0 ? 200 : 207)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body);
  }
}
