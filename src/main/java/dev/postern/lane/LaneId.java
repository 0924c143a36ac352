package dev.postern.lane;

import dev.postern.destination.Destination;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.KeyHash;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import java.util.Optional;

/**
 * Names a lane: a group of an ordered destination, or a shard of an unordered one.
 *
 * @param suffix {@code g#<group>} or {@code s#<shard>}
 */
public record LaneId(DestinationName destination, String suffix) {
  /** Among how many shards an unordered destination's backlog is spread. */
  public static final int SHARDS = 16;

  /** Under how many shards of the index the waiting lanes of one destination are found. */
  public static final int DUE_SHARDS = 4;

  private static final String GROUP = "g#";
  private static final String SHARD = "s#";

  public static LaneId of(DestinationName destination, GroupId group) {
    return new LaneId(destination, GROUP + group.value());
  }

  /** The lane in which this message waits if it must. */
  public static LaneId of(Destination destination, MessageId id, Message message) {
    if (destination.isOrdered()) {
      return of(destination.name(), message.group().orElseThrow());
    }
    return new LaneId(destination.name(), SHARD + spread(id.keyHash(), SHARDS));
  }

  /** The group that waits here; none where it is a shard. */
  public Optional<GroupId> group() {
    return suffix.startsWith(GROUP)
        ? Optional.of(new GroupId(suffix.substring(GROUP.length())))
        : Optional.empty();
  }

  /** The index shard that this lane is found under while it is not clear. */
  public int dueShard() {
    return Math.floorMod(suffix.hashCode(), DUE_SHARDS);
  }

  /** Does a group wait here, in order? */
  public boolean isOrdered() {
    return suffix.startsWith(GROUP);
  }

  private static int spread(KeyHash hash, int shards) {
    return Math.floorMod(hash.value().hashCode(), shards);
  }

  @Override
  public String toString() {
    return destination + "#" + suffix;
  }
}
