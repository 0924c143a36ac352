package dev.postern.ledger;

import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.Message;
import dev.postern.message.Producer;

/**
 * What is counted as one at a destination: the messages of a group, or of a producer.
 *
 * @param suffix {@code g#<group>} or {@code p#<producer>}
 */
public record SeriesId(DestinationName destination, String suffix) {
  public static SeriesId of(DestinationName destination, GroupId group) {
    return new SeriesId(destination, "g#" + group);
  }

  public static SeriesId of(DestinationName destination, Producer producer) {
    return new SeriesId(destination, "p#" + producer);
  }

  /** In which a message is counted: by its producer where it has causes, else by its group. */
  public static SeriesId of(Message message) {
    return message
        .terms()
        .causality()
        .map(causality -> of(message.destination(), causality.producer()))
        .orElseGet(() -> of(message.destination(), message.group().orElseThrow()));
  }

  @Override
  public String toString() {
    return destination + "#" + suffix;
  }
}
