package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.publish.Call;
import dev.postern.publish.PublishConfig;
import dev.postern.publish.Publisher;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Publishes the one message of a request, and answers for it. */
@Singleton
class PublishOne {
  private final Publisher publisher;
  private final PublishConfig config;

  PublishOne(Publisher publisher, PublishConfig config) {
    this.publisher = publisher;
    this.config = config;
  }

  /**
   * The answer.
   *
   * @param reader makes the call of the body, for a caller of that patience
   */
  CompletionStage<Response> publish(
      RoutingContext request,
      Destination destination,
      Preference preference,
      BiFunction<byte[], Call.Patience, Call> reader) {
    Call.Patience patience =
        Call.Patience.of(
            preference.patience(config.usualWait(), config.maxWait()), config.usualWait());
    return BodyReader.read(request, destination.limits().maxPayload(), "this destination")
        .thenCompose(
            body -> {
              Call call = reader.apply(body, patience);
              PublishAnswer answer =
                  new PublishAnswer(call.message(), preference.applied(config.maxWait()));
              return publisher.publish(call).thenApply(published -> published.accept(answer));
            })
        .exceptionallyCompose(failure -> PayloadLimit.explain(failure, destination));
  }
}
