package dev.postern.bench.naive;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Publishes each message once by its key. */
@Path("/v1/destinations/{destination}/messages")
public class PublishResource {
  /** What the caller is told. */
  public record Told(String id, String status, String brokerMessageId) {}

  private final Records records;
  private final Queues queues;
  private final Topics topics;

  PublishResource(Records records, Queues queues, Topics topics) {
    this.records = records;
    this.queues = queues;
    this.topics = topics;
  }

  /** 201 where it is published now, 200 where it was already. */
  @POST
  public CompletionStage<Response> publish(
      @PathParam("destination") String destination,
      @HeaderParam("Idempotency-Key") String key,
      @HeaderParam("Message-Group-Id") String group,
      byte[] payload) {
    Publication publication =
        new Publication(UUID.randomUUID().toString(), destination, key, group, payload);
    return records
        .insert(publication)
        .thenCompose(inserted -> sendAndMark(publication, 201))
        .exceptionallyCompose(
            failure ->
                cause(failure) instanceof ConditionalCheckFailedException
                    ? replay(publication)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Response> sendAndMark(Publication publication, int status) {
    return send(publication)
        .thenCompose(
            messageId ->
                records
                    .markPublished(publication, messageId)
                    .thenApply(marked -> answer(status, publication.id(), messageId)));
  }

  private CompletionStage<String> send(Publication publication) {
    String body = new String(publication.payload(), StandardCharsets.UTF_8);
    return publication.destination().equals(Topics.DESTINATION)
        ? topics.publish(publication, body)
        : queues.send(publication, body);
  }

  /** Where another request stopped between record and mark, the message is sent again. */
  private CompletionStage<Response> replay(Publication again) {
    return records
        .find(again)
        .thenCompose(
            known ->
                known.brokerMessageId() == null
                    ? sendAndMark(again.as(known.id()), 200)
                    : CompletableFuture.completedFuture(
                        answer(200, known.id(), known.brokerMessageId())));
  }

  private static Response answer(int status, String id, String brokerMessageId) {
    return Response.status(status).entity(new Told(id, "published", brokerMessageId)).build();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }
}
