package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.Flaw;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import dev.postern.message.TraceParent;
import dev.postern.message.Worded;
import dev.postern.publish.Call;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The headers of a call to publish one message, read as their standards say. */
record PublishRequest(HttpHeaders headers) {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  /**
   * The call.
   *
   * @throws InvalidMessage naming the first header that is at fault
   */
  Call call(Tenant tenant, Destination destination, byte[] payload, Call.Patience patience) {
    Message message =
        new Message(
            tenant,
            destination.name(),
            group(),
            new Content(
                new Bytes(payload), contentType().orElse(ContentType.OCTET_STREAM), attributes()),
            terms(destination));
    return new Call(destination, key(), message, patience);
  }

  Optional<IdempotencyKey> key() {
    return IdempotencyKeyHeader.read(lines(IdempotencyKey.FIELD));
  }

  Optional<GroupId> group() {
    return one(GroupId.FIELD, Flaw.GROUP_MALFORMED).map(GroupId::new);
  }

  Attributes attributes() {
    return AttributesHeader.read(lines(Attributes.FIELD));
  }

  Preference preference() {
    return preference(Preference.Kind.RESPOND_ASYNC, Preference.Kind.WAIT);
  }

  Preference preference(Preference.Kind... honoured) {
    return Preference.read(lines("Prefer")).only(honoured);
  }

  Optional<ContentType> contentType() {
    return one(ContentType.FIELD, Flaw.CONTENT_TYPE_MALFORMED)
        .map(value -> new ContentType(value.strip()));
  }

  Terms terms(Destination destination) {
    Guarantee guarantee =
        one(Destination.GUARANTEE_FIELD, Flaw.GUARANTEE_NOT_AVAILABLE)
            .map(
                word ->
                    Worded.parse(Guarantee.class, word.strip())
                        .orElseThrow(destination::guaranteeNotAvailable))
            .orElse(destination.policy().guarantee());
    int delay =
        one(Terms.DELAY_FIELD, Flaw.DELAY_MALFORMED)
            .map(value -> SECONDS.matcher(value).matches() ? Integer.parseInt(value) : -1)
            .orElse(0);
    return new Terms(guarantee, delay, trace());
  }

  Optional<TraceParent> trace() {
    return lines("traceparent").size() == 1
        ? TraceParent.parse(lines("traceparent").get(0).strip())
        : Optional.empty();
  }

  private Optional<String> one(String name, Flaw flaw) {
    List<String> lines = lines(name);
    if (lines.size() > 1) {
      throw new InvalidMessage(flaw, name, "be given once, not " + lines.size() + " times");
    }
    return lines.stream().findFirst();
  }

  private List<String> lines(String name) {
    List<String> lines = headers.getRequestHeader(name);
    return lines == null ? List.of() : lines;
  }
}
