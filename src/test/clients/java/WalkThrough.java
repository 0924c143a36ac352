import dev.postern.client.ApiClient;
import dev.postern.client.ApiException;
import dev.postern.client.ApiResponse;
import dev.postern.client.api.DestinationsApi;
import dev.postern.client.api.MessagesApi;
import dev.postern.client.api.PublishApi;
import dev.postern.client.api.PublishApi.APIPublishBatchRequest;
import dev.postern.client.api.PublishApi.APIPublishCloudEventsRequest;
import dev.postern.client.api.PublishApi.APIPublishMessageRequest;
import dev.postern.client.model.AttributeValue;
import dev.postern.client.model.BatchAnswer;
import dev.postern.client.model.CloudEvent;
import dev.postern.client.model.CloudEventsAnswer;
import dev.postern.client.model.Destination;
import dev.postern.client.model.Message;
import dev.postern.client.model.MessageBatch;
import dev.postern.client.model.MessageLookup;
import dev.postern.client.model.MessageToPublish;
import dev.postern.client.model.Problem;
import dev.postern.client.model.PublishedMessage;
import dev.postern.client.model.TypedAttribute;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The walk-through with the generated Java client; ends with an exception where it goes wrong. */
public final class WalkThrough {
  private static final String PROBLEMS = "https://postern.dev/problems/";

  /** So that a slow machine does not answer 202 where a 201 is looked for. */
  private static final String PATIENTLY = "wait=25";

  private final String run = UUID.randomUUID().toString();
  private final String key = "created-" + run;
  private final ApiClient client = new ApiClient();
  private final PublishApi publish;
  private final MessagesApi messages;
  private final DestinationsApi destinations;

  private WalkThrough(String base) {
    client.updateBaseUri(base);
    publish = new PublishApi(client);
    messages = new MessagesApi(client);
    destinations = new DestinationsApi(client);
  }

  public static void main(String[] arguments) throws Exception {
    WalkThrough walk = new WalkThrough(arguments[0]);
    walk.listsDestinations();
    String id = walk.publishes();
    walk.isAnsweredByTheSameMessage(id);
    walk.isToldThatTheKeyIsTaken(id);
    walk.looksUp(id);
    walk.publishesABatch();
    walk.publishesACloudEvent();
    System.out.println("walked through");
  }

  private void listsDestinations() throws ApiException {
    Destination orders =
        destinations.listDestinations().getDestinations().stream()
            .filter(it -> it.getName().equals("orders"))
            .findFirst()
            .orElseThrow();
    equal(orders.getFifo(), true);
    equal(destinations.getDestination("orders").getGuarantee(), "exactly-once");
  }

  private APIPublishMessageRequest order(String state) {
    return APIPublishMessageRequest.newBuilder()
        .destination("orders")
        .idempotencyKey(key)
        .messageGroupId("group-" + run)
        .prefer(PATIENTLY)
        .body(Map.of("state", state))
        .build();
  }

  private String publishes() throws ApiException {
    ApiResponse<PublishedMessage> answer = publish.publishMessageWithHttpInfo(order("created"));
    equal(answer.getStatusCode(), 201);
    equal(answer.getData().getStatus(), "published");
    equal(answer.getHeaders().get("location"), List.of("/v1/messages/" + answer.getData().getId()));
    equal(answer.getHeaders().get("idempotent-replayed"), null);
    return answer.getData().getId();
  }

  private void isAnsweredByTheSameMessage(String id) throws ApiException {
    ApiResponse<PublishedMessage> answer = publish.publishMessageWithHttpInfo(order("created"));
    equal(answer.getStatusCode(), 201);
    equal(answer.getData().getId(), id);
    equal(answer.getHeaders().get("idempotent-replayed"), List.of("true"));
  }

  private void isToldThatTheKeyIsTaken(String id) throws Exception {
    ApiException refused = refusalOf(() -> publish.publishMessage(order("paid")));
    equal(refused.getCode(), 422);
    Problem problem = client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
    equal(problem.getType().toString(), PROBLEMS + "idempotency-key-reused");
    equal(problem.getMessageId(), id);
  }

  private void looksUp(String id) throws Exception {
    Message byId = messages.getMessage(id, PATIENTLY, null);
    equal(byId.getStatus(), "published");
    equal(byId.getGroupId(), "group-" + run);
    equal(messages.lookupMessage("orders", new MessageLookup().idempotencyKey(key)), byId);
    equal(
        Files.readString(messages.getMessagePayload(id).toPath()).replace(" ", ""),
        "{\"state\":\"created\"}");
    equal(refusalOf(() -> messages.getMessage("none", null, null)).getCode(), 404);
  }

  private void publishesABatch() throws ApiException {
    MessageToPublish first =
        new MessageToPublish()
            .idempotencyKey("first-" + run)
            .groupId("batch-" + run)
            .payload(Map.of("n", 1))
            .putAttributesItem("region", new AttributeValue("eu"))
            .putAttributesItem("tier", new AttributeValue(BigDecimal.valueOf(3)))
            .putAttributesItem(
                "digest", new AttributeValue(new TypedAttribute().type("Binary").value("aGk=")));
    MessageToPublish second = new MessageToPublish().idempotencyKey("second-" + run).payload("two");

    BatchAnswer answer =
        publish.publishBatch(
            APIPublishBatchRequest.newBuilder()
                .destination("orders")
                .prefer(PATIENTLY)
                .messageBatch(new MessageBatch().messages(List.of(first, second)))
                .build());

    equal(answer.getFailed(), 1);
    equal(answer.getResults().get(0).getStatus(), 201);
    equal(answer.getResults().get(0).getMessage().getStatus(), "published");
    equal(answer.getResults().get(1).getProblem().getType().toString(), PROBLEMS + "group-missing");
  }

  private void publishesACloudEvent() throws ApiException {
    CloudEvent event =
        new CloudEvent()
            .specversion(CloudEvent.SpecversionEnum._1_0)
            .id("event-" + run)
            .source("/shop")
            .type("order.created")
            .putAdditionalProperty("partitionkey", "event-" + run)
            .putAdditionalProperty("data", Map.of("order", 1));

    CloudEventsAnswer answer =
        publish.publishCloudEvents(
            APIPublishCloudEventsRequest.newBuilder()
                .destination("orders")
                .prefer(PATIENTLY)
                .cloudEvent(event)
                .build());

    equal(answer.getStatus(), "published");
    equal(messages.getMessage(answer.getId(), null, null).getGroupId(), "event-" + run);
  }

  private interface Call {
    Object answer() throws ApiException;
  }

  private static ApiException refusalOf(Call call) {
    try {
      throw new AssertionError("not refused, but answered " + call.answer());
    } catch (ApiException refused) {
      return refused;
    }
  }

  private static void equal(Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) {
      throw new AssertionError("expected " + expected + ", but was " + actual);
    }
  }
}
