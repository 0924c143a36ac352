package dev.postern.local.aws;

/** One port of the process: the four services, the proxy in front of each, and the control. */
enum Service {
  DYNAMODB("dynamodb", "DynamoDB", 8000),
  SQS("sqs", "SQS", 9324),
  SNS("sns", "SNS", 9911),
  KMS("kms", "KMS", 9599),
  DYNAMODB_PROXY("dynamodb-proxy", "DynamoDB proxy", 18000),
  SQS_PROXY("sqs-proxy", "SQS proxy", 19324),
  SNS_PROXY("sns-proxy", "SNS proxy", 19911),
  KMS_PROXY("kms-proxy", "KMS proxy", 19599),
  CONTROL("control", "control", 19000);

  /** The option that sets the port, and the key in the ready line. */
  final String key;

  /** How messages to a person name it. */
  final String title;

  /** The port where no other is asked for. */
  final int port;

  Service(String key, String title, int port) {
    this.key = key;
    this.title = title;
    this.port = port;
  }
}
