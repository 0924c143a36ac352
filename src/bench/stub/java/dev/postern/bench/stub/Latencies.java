package dev.postern.bench.stub;

/**
 * Milliseconds after which a call is answered.
 *
 * @param dynamoDb 0: at once
 * @param sqs 0: at once
 * @param sns 0: at once
 */
record Latencies(long dynamoDb, long sqs, long sns) {
  static final Latencies NONE = new Latencies(0, 0, 0);

  /** What is taken for calls within a region. */
  static final Latencies USUAL = new Latencies(5, 10, 15);

  long of(Calls.Service service) {
    return switch (service) {
      case DYNAMODB -> dynamoDb;
      case SQS -> sqs;
      case SNS -> sns;
    };
  }
}
