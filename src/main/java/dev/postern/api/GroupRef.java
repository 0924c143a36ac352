package dev.postern.api;

import dev.postern.message.GroupId;
import dev.postern.message.InvalidMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A group in base64url without padding, fit for a path: groups may hold {@code / ? # %}. */
record GroupRef(GroupId group) {
  /** The group that the text refers to, or nothing where it can't be one. */
  static Optional<GroupId> parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      GroupId group = new GroupId(new String(bytes, StandardCharsets.ISO_8859_1));
      // One group has one address: no padding, no stray bits.
      return Optional.of(group).filter(read -> new GroupRef(read).value().equals(text));
    } catch (IllegalArgumentException | InvalidMessage e) {
      return Optional.empty();
    }
  }

  String value() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(group.value().getBytes(StandardCharsets.ISO_8859_1));
  }
}
