package dev.postern.local.aws;

import dev.postern.local.aws.sns.Sns;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** An error answer in the words of the service: JSON for DynamoDB, SQS and KMS, XML for SNS. */
final class AwsError {
  private AwsError() {}

  static void send(
      Service service, HttpServerRequest request, int status, String code, String message) {
    String id = UUID.randomUUID().toString();
    request.response().setStatusCode(status).putHeader("x-amzn-RequestId", id);
    if (service == Service.SNS) {
      request
          .response()
          .putHeader("Content-Type", "text/xml")
          .end(Sns.errorXml(status, code, message, id));
    } else {
      String namespace =
          switch (service) {
            case SQS -> "com.amazonaws.sqs";
            case KMS -> "com.amazonaws.kms";
            default -> "com.amazonaws.dynamodb.v20120810";
          };
      request
          .response()
          .putHeader("Content-Type", "application/x-amz-json-1.0")
          .end(
              new JsonObject()
                  .put("__type", namespace + "#" + code)
                  .put("message", message)
                  .encode());
    }
  }
}
