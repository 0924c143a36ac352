package dev.postern.local.aws;

import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** ElasticMQ, in memory. */
final class Sqs {
  /** What ARNs say; queue URLs and ARNs agree with those of topics. */
  static final String REGION = "us-east-1";

  static final String ACCOUNT = "000000000000";

  private Sqs() {}

  /**
   * Starts it on this port of the loopback address; returns when it answers. Queue URLs name the
   * host and port that was asked, so that whoever came through the proxy stays there.
   */
  static void start(int port) {
    SQSRestServerBuilder.withInterface("127.0.0.1")
        .withPort(port)
        .withServerAddress(new NodeAddress("http", "*", port, ""))
        .withAWSRegion(REGION)
        .withAWSAccountId(ACCOUNT)
        .start()
        .waitUntilStarted();
  }
}
