package dev.postern.observe;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.postern.broker.Broker;
import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import dev.postern.message.DestinationName;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is sent and what came of it, and writes the line of each batch. Thread-safe. */
final class MeteredBroker implements Broker {
  private final Broker broker;
  private final Meters meters;
  private final BatchLog log;
  private final Map<DestinationName, AtomicInteger> inFlight = new ConcurrentHashMap<>();

  MeteredBroker(Broker broker, Meters meters, BatchLog log) {
    this.broker = broker;
    this.meters = meters;
    this.log = log;
  }

  @Override
  public CompletionStage<List<SendResult>> send(Destination destination, List<Outbound> messages) {
    long began = log.begin();
    CompletionStage<List<SendResult>> sent = broker.send(destination, messages);
    AtomicInteger calls = calls(destination.name());
    calls.incrementAndGet();
    return Passing.by(
        sent,
        (results, failure) -> {
          calls.decrementAndGet();
          if (failure == null) {
            Duration took = log.since(began);
            count(destination.name(), messages, results, took);
            tell(destination.name(), messages, results, took);
          }
        });
  }

  /** Shows how many calls are in flight. */
  void show(DestinationName destination) {
    calls(destination);
  }

  private AtomicInteger calls(DestinationName destination) {
    return inFlight.computeIfAbsent(
        destination,
        name -> {
          AtomicInteger calls = new AtomicInteger();
          Gauge.builder("postern.send.in.flight", calls, AtomicInteger::get)
              .description("Calls to the queue or topic that are under way")
              .baseUnit("calls")
              .tag("destination", name.value())
              .strongReference(true)
              .register(meters.registry());
          return calls;
        });
  }

  private void count(
      DestinationName destination,
      List<Outbound> messages,
      List<SendResult> results,
      Duration took) {
    meters.sendTime(destination).record(took);
    meters.sendBatch(destination).record(messages.size());
    results.forEach(result -> meters.sent(destination, what(result)).increment());
    int again = (int) messages.stream().filter(message -> message.attempt() > 1).count();
    if (again > 0) {
      meters.retries(destination).increment(again);
    }
  }

  private void tell(
      DestinationName destination,
      List<Outbound> messages,
      List<SendResult> results,
      Duration took) {
    log.batch(() -> line("sent", destination, messages, results).latency(took));
    for (int i = 0; i < results.size(); i++) {
      SendResult result = results.get(i);
      List<Outbound> message = messages.subList(i, i + 1);
      if (what(result) != Meters.Sent.ACCEPTED) {
        log.failure(
            () ->
                line("attempt failed", destination, message, List.of(result))
                    .latency(took)
                    .cause(BatchLog.code(error(result))));
      }
    }
  }

  private static String error(SendResult result) {
    return result.fold(
        accepted -> "",
        SendResult.Refused::error,
        SendResult.NotSent::error,
        SendResult.Unknown::error);
  }

  private static WideLine line(
      @CompileTimeConstant String event,
      DestinationName destination,
      List<Outbound> messages,
      List<SendResult> results) {
    return new WideLine(event)
        .messages(messages.stream().map(Outbound::id).toList())
        .destination(destination)
        .groups(messages.stream().map(Outbound::group).toList())
        .attempts(messages.stream().map(Outbound::attempt).toList())
        .outcomes(results.stream().map(result -> Meters.word(what(result))).toList())
        .traces(messages.stream().map(Outbound::trace).toList());
  }

  private static Meters.Sent what(SendResult result) {
    return result.fold(
        accepted -> Meters.Sent.ACCEPTED,
        refused -> Meters.Sent.REFUSED,
        notSent -> Meters.Sent.NOT_SENT,
        unknown -> Meters.Sent.UNKNOWN);
  }
}
