package dev.postern.api;

import dev.postern.publish.MessageState;
import java.util.List;

/** Names one state of a message, for {@code ETag} and {@code If-None-Match} (RFC 9110 8.8.3). */
record EntityTag(String value) {
  static EntityTag of(MessageState state) {
    int digest = MessageView.of(state).toString().hashCode();
    return new EntityTag("\"" + state.status().word() + "-" + Integer.toHexString(digest) + "\"");
  }

  /** Is this state one of those that the caller knows? */
  boolean isAmong(List<String> ifNoneMatch) {
    return ifNoneMatch.stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(String::strip)
        // Compared weakly, as RFC 9110 section 13.1.2 wants it for If-None-Match.
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals(value) || tag.equals("*"));
  }
}
