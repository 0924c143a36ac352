package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.destination.Numbering;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.CausalClock;
import dev.postern.message.CausalContext;
import dev.postern.message.Causality;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.Flaw;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import dev.postern.message.Producer;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import dev.postern.message.TraceParent;
import dev.postern.message.Worded;
import dev.postern.publish.Call;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The headers of a call to publish one message, read as their standards say.
 *
 * @param known the request's trace, as it was told
 */
record PublishRequest(HttpHeaders headers, Optional<RequestTrace> known) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
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
            terms(tenant, destination));
    return new Call(destination, key(), message, expected(), patience);
  }

  /** The number that the group's last message must have. */
  OptionalLong expected() {
    Optional<String> given =
        one(Call.EXPECTED_FIELD, Flaw.EXPECTED_SEQUENCE_MALFORMED).map(String::strip);
    if (given.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!NUMBER.matcher(given.get()).matches()) {
      throw new InvalidMessage(
          Flaw.EXPECTED_SEQUENCE_MALFORMED,
          Call.EXPECTED_FIELD,
          "be a whole number of at most 18 digits, 0 where the group is to have no message yet");
    }
    return OptionalLong.of(Long.parseLong(given.get()));
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

  /**
   * Refuses an expectation for several messages.
   *
   * @throws InvalidMessage where there is one
   */
  PublishRequest withoutExpectation() {
    if (expected().isPresent()) {
      throw new InvalidMessage(
          Flaw.EXPECTED_SEQUENCE_NOT_SUPPORTED,
          Call.EXPECTED_FIELD,
          "not be given with several messages: each would expect the same");
    }
    return this;
  }

  Terms terms(Tenant tenant, Destination destination) {
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
    return new Terms(guarantee, delay, trace(), causality(tenant, destination));
  }

  /** Who sends, and what it has seen: of several contexts all that one of them tells. */
  Optional<Causality> causality(Tenant tenant, Destination destination) {
    Optional<Producer> producer =
        one(Producer.FIELD, Flaw.CAUSAL_PRODUCER_MALFORMED).map(name -> new Producer(name.strip()));
    List<String> contexts = contexts();
    if (producer.isEmpty()
        && !contexts.isEmpty()
        && destination.policy().numbering() != Numbering.CAUSAL) {
      throw new InvalidMessage(
          Flaw.CAUSALITY_NOT_SUPPORTED,
          CausalContext.FIELD,
          "not be given: " + destination.name() + " is no causal destination");
    }
    return producer.map(
        name ->
            new Causality(
                name,
                contexts.stream()
                    .map(token -> CausalContext.read(token, tenant, destination.name()))
                    .reduce(CausalClock.START, CausalClock::merge)));
  }

  private List<String> contexts() {
    return lines(CausalContext.FIELD).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  /** What its messages carry on: Postern's own part of the trace where there is one. */
  Optional<TraceParent> trace() {
    return known.flatMap(RequestTrace::span).or(this::callersTrace);
  }

  private Optional<TraceParent> callersTrace() {
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
