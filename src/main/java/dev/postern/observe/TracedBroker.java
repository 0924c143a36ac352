package dev.postern.observe;

import dev.postern.broker.Broker;
import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Traces each attempt to send a message, and lets the message carry on the attempt's span instead
 * of what it carried so far. Thread-safe.
 *
 * <p>A call's messages are of many traces. The conventions offer one span for the call with links
 * to those traces, or one for each message; here it is one for each, so that a message's whole way
 * stands in its caller's trace, and its consumer is a child of the attempt that brought it.
 */
record TracedBroker(Broker broker, Traces traces) implements Broker {
  /** A message on its way, and the span that is no longer than that. */
  private record Attempt(Outbound message, Span span) {}

  @Override
  public CompletionStage<List<SendResult>> send(Destination destination, List<Outbound> messages) {
    if (messages.stream().noneMatch(message -> Traces.isRecorded(message.trace()))) {
      return broker.send(destination, messages);
    }
    List<Attempt> attempts =
        messages.stream()
            .map(
                message ->
                    Passing.look(
                        () -> begin(destination, message, messages.size()),
                        new Attempt(message, Span.getInvalid())))
            .toList();
    return Passing.results(
        broker.send(destination, attempts.stream().map(Attempt::message).toList()),
        results -> {
          for (int i = 0; i < attempts.size(); i++) {
            end(attempts.get(i).span(), results.get(i));
          }
        });
  }

  private Attempt begin(Destination destination, Outbound message, int inCall) {
    Span span =
        traces.begin(
            Traces.Operation.SEND,
            new Traces.Subject(message.trace(), destination.name(), message.id()));
    if (!span.isRecording()) {
      return new Attempt(message, span);
    }
    span.setAttribute(Traces.OPERATION_TYPE, "send");
    span.setAttribute(
        Traces.SYSTEM, destination.target().fold(queue -> "aws_sqs", topic -> "aws.sns"));
    span.setAttribute(Traces.ATTEMPT, message.attempt());
    span.setAttribute(Traces.IN_CALL, inCall);
    return new Attempt(
        Traces.parent(span.getSpanContext()).map(message::within).orElse(message), span);
  }

  private static void end(Span span, SendResult result) {
    result.fold(
        accepted -> {
          span.setAttribute(Traces.BROKER_ID, accepted.brokerMessageId());
          Traces.end(span, "accepted");
          return span;
        },
        refused -> fail(span, "refused", refused.error()),
        notSent -> fail(span, "not-sent", notSent.error()),
        unknown -> fail(span, "unknown", unknown.error()));
  }

  private static Span fail(Span span, String result, String error) {
    Traces.fail(span, result, BatchLog.code(error));
    return span;
  }
}
