package dev.postern.local.aws.sns;

import java.util.Optional;

/**
 * What became of one publication.
 *
 * @param entryId its name within the batch
 * @param messageId the message's id; of the first, where it was sent before
 * @param sequenceNumber where the topic is FIFO
 * @param refused why it was not published, if it was not
 */
record Outcome(
    String entryId,
    String messageId,
    Optional<String> sequenceNumber,
    Optional<SnsException> refused) {

  static Outcome refused(String entryId, SnsException why) {
    return new Outcome(entryId, "", Optional.empty(), Optional.of(why));
  }

  Outcome of(String otherEntryId) {
    return new Outcome(otherEntryId, messageId, sequenceNumber, refused);
  }
}
