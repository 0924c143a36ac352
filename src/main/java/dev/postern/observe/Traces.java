package dev.postern.observe;

import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import dev.postern.message.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes what happens to a message into the message's trace, as OpenTelemetry's conventions for
 * messaging name it, where that trace is recorded. Thread-safe; nothing that goes wrong in it goes
 * further.
 */
record Traces(Tracer tracer) {
  static final AttributeKey<String> DESTINATION = text("messaging.destination.name");
  static final AttributeKey<String> OPERATION = text("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE = text("messaging.operation.type");
  static final AttributeKey<String> SYSTEM = text("messaging.system");

  /** The broker's id of the message. */
  static final AttributeKey<String> BROKER_ID = text("messaging.message.id");

  static final AttributeKey<String> ERROR = text("error.type");

  /** Postern's own id of the message. */
  static final AttributeKey<String> ID = text("postern.message.id");

  static final AttributeKey<String> RESULT = text("postern.result");
  static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("postern.attempt");

  /** How many messages the call carried, this one included. */
  static final AttributeKey<Long> IN_CALL = AttributeKey.longKey("postern.call.messages");

  private static AttributeKey<String> text(String name) {
    return AttributeKey.stringKey(name);
  }

  /** What is done to a message. */
  enum Operation {
    ACCEPT,
    SEND,
    SETTLE
  }

  /** Whose turn it is: one message, in its trace. */
  record Subject(Optional<TraceParent> trace, DestinationName destination, MessageId id) {}

  /** Is there a trace, and did whoever began it decide that it is recorded? */
  static boolean isRecorded(Optional<TraceParent> trace) {
    return trace.isPresent() && trace.get().isSampled();
  }

  /** A span that has begun; one that is none where the trace is not recorded. */
  Span begin(Operation operation, Subject subject) {
    return begin(operation, subject, Optional.empty());
  }

  /** The same, where it began earlier. */
  Span begin(Operation operation, Subject subject, Optional<Instant> since) {
    return isRecorded(subject.trace())
        ? Passing.look(
            () -> started(operation, subject, subject.trace().get(), since), Span.getInvalid())
        : Span.getInvalid();
  }

  private Span started(
      Operation operation, Subject subject, TraceParent trace, Optional<Instant> since) {
    String name = Meters.word(operation);
    SpanBuilder span =
        tracer
            .spanBuilder(name + " " + subject.destination())
            .setParent(Context.root().with(Span.wrap(context(trace))))
            .setSpanKind(operation == Operation.SEND ? SpanKind.PRODUCER : SpanKind.INTERNAL)
            .setAttribute(OPERATION, name)
            .setAttribute(DESTINATION, subject.destination().value())
            .setAttribute(ID, subject.id().toString());
    since.ifPresent(span::setStartTimestamp);
    return span.startSpan();
  }

  private static SpanContext context(TraceParent trace) {
    return SpanContext.createFromRemoteParent(
        trace.traceId(), trace.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  /** The span's context for others to carry on, where the span is recorded. */
  static Optional<TraceParent> parent(SpanContext span) {
    return span.isValid() && span.isSampled()
        ? Optional.of(new TraceParent("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01"))
        : Optional.empty();
  }

  /** Ends the span of what came to a good end. */
  static void end(Span span, String result) {
    if (span.isRecording()) {
      span.setAttribute(RESULT, result);
      span.end();
    }
  }

  /**
   * Ends the span of what failed.
   *
   * @param error of a fixed list, or the code of the service's error
   */
  static void fail(Span span, String result, String error) {
    span.setAttribute(ERROR, error);
    span.setStatus(StatusCode.ERROR);
    end(span, result);
  }
}
