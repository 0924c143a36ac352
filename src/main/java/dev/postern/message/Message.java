package dev.postern.message;

import java.util.Optional;

/** What a caller asks to publish. */
public record Message(
    Tenant tenant,
    DestinationName destination,
    Optional<GroupId> group,
    Content content,
    Terms terms) {

  /** The same, without what it says. */
  public Message erased() {
    return new Message(
        tenant, destination, group, Content.erased(content.type(), content.size()), terms);
  }

  /** The digest of everything that makes two calls with one key the same message or not. */
  public Fingerprint fingerprint() {
    return fingerprint(content.payload());
  }

  /**
   * The same, with another form of the payload in its place: where a destination compares JSON by
   * its canonical form, not by its bytes.
   */
  public Fingerprint fingerprint(Bytes comparedPayload) {
    Digest digest =
        new Digest()
            .part(comparedPayload.array())
            .part(content.type().value())
            .part(group.map(GroupId::value).orElse(""))
            .part(Integer.toString(terms.delaySeconds()));
    content
        .attributes()
        .byName()
        .forEach(
            (name, attribute) ->
                attribute.fold(
                    string -> digest.part(name).part(attribute.type()).part(string),
                    bytes -> digest.part(name).part(attribute.type()).part(bytes.array())));
    return Fingerprint.of(digest);
  }
}
