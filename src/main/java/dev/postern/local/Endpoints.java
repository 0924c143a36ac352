package dev.postern.local;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the embedded services are, and who runs them.
 *
 * @param dynamoDb DynamoDB itself
 * @param sqs SQS itself
 * @param sns SNS itself
 * @param kms KMS itself
 * @param dynamoDbProxy the proxy in front of DynamoDB, which can be told to fail
 * @param sqsProxy the proxy in front of SQS
 * @param snsProxy the proxy in front of SNS
 * @param kmsProxy the proxy in front of KMS
 * @param control where faults are switched and calls counted
 * @param pid the process
 * @param parent the process whose end it follows; 0: none
 * @param line the line that said all this
 */
public record Endpoints(
    URI dynamoDb,
    URI sqs,
    URI sns,
    URI kms,
    URI dynamoDbProxy,
    URI sqsProxy,
    URI snsProxy,
    URI kmsProxy,
    URI control,
    long pid,
    long parent,
    String line) {

  private static final String READY = "POSTERN-LOCAL-AWS ready ";

  /** What a line that the program printed says, if it is the ready line. */
  public static Optional<Endpoints> of(String line) {
    if (!line.startsWith(READY)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (String pair : line.substring(READY.length()).trim().split(" ", -1)) {
      int equals = pair.indexOf('=');
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return Optional.of(
        new Endpoints(
            uri(values, "dynamodb"),
            uri(values, "sqs"),
            uri(values, "sns"),
            uri(values, "kms"),
            uri(values, "dynamodb-proxy"),
            uri(values, "sqs-proxy"),
            uri(values, "sns-proxy"),
            uri(values, "kms-proxy"),
            uri(values, "control"),
            Long.parseLong(values.get("pid")),
            Long.parseLong(values.get("parent")),
            line.trim()));
  }

  private static URI uri(Map<String, String> values, String service) {
    return URI.create("http://localhost:" + Integer.parseInt(values.get(service)));
  }
}
