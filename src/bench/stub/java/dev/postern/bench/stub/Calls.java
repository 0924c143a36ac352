package dev.postern.bench.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.dynamodb.DynamoDb;
import dev.postern.bench.stub.messaging.Sns;
import dev.postern.bench.stub.messaging.Sqs;
import java.util.concurrent.atomic.AtomicBoolean;

/** Leads a call to its service, and counts it. */
record Calls(DynamoDb dynamoDb, Sqs sqs, Sns sns, Stats stats, AtomicBoolean outage) {
  private static final String DYNAMODB_TARGET = "DynamoDB_20120810.";
  private static final String SQS_TARGET = "AmazonSQS.";

  /** The services, whose answers take different times. */
  enum Service {
    DYNAMODB,
    SQS,
    SNS
  }

  /**
   * The service that a call is of.
   *
   * @param target the header {@code X-Amz-Target}, which SNS has not
   */
  static Service service(String target) {
    if (target == null) {
      return Service.SNS;
    }
    return target.startsWith(SQS_TARGET) ? Service.SQS : Service.DYNAMODB;
  }

  Answer answer(Service service, String target, String client, byte[] body) {
    return switch (service) {
      case DYNAMODB -> json(operation(target, DYNAMODB_TARGET), client, body, true);
      case SQS -> json(operation(target, SQS_TARGET), client, body, false);
      case SNS -> xml(client, body);
    };
  }

  private static String operation(String target, String prefix) {
    return target.startsWith(prefix) ? target.substring(prefix.length()) : target;
  }

  private Answer json(String operation, String client, byte[] body, boolean isDynamoDb) {
    Tally tally = stats.of(client, operation);
    tally.call();
    if (outage.get() && !isDynamoDb && operation.startsWith("Send")) {
      tally.refused();
      return Answer.json(503, Json.object().put("__type", "com.amazonaws.sqs#ServiceUnavailable"));
    }
    try {
      ObjectNode request = Json.read(body);
      return Answer.json(
          200,
          isDynamoDb
              ? dynamoDb.answer(operation, request, tally)
              : sqs.answer(operation, request, tally));
    } catch (Refusal refused) {
      tally.refused();
      String family = isDynamoDb ? "com.amazonaws.dynamodb.v20120810#" : "com.amazonaws.sqs#";
      return Answer.json(
          400,
          refused
              .more()
              .put("__type", family + refused.code())
              .put(isDynamoDb ? "Message" : "message", refused.getMessage()));
    }
  }

  private Answer xml(String client, byte[] body) {
    Tally tally = stats.of(client, "Sns");
    tally.call();
    try {
      return Answer.xml(200, sns.answer(body, tally));
    } catch (Refusal refused) {
      tally.refused();
      return Answer.xml(refused.code().equals("NotFound") ? 404 : 400, Sns.error(refused));
    }
  }
}
