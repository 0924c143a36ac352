package dev.postern.bench.stub.messaging;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message that a queue or topic took.
 *
 * @param id the queue's
 * @param sequence among all messages of the queue
 * @param body whole, or only its beginning where bodies are not kept
 * @param group empty where it has none
 * @param attributes as the JSON protocol has them
 */
record Message(String id, long sequence, String body, String group, JsonNode attributes) {
  /** As SQS writes it. */
  String sequenceNumber() {
    return String.format("%020d", sequence);
  }
}
