package dev.postern.observe;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Keeps what would be sent. In tests of the whole gateway it takes the exporter's place. */
@Singleton
public final class CaughtSpans implements SpanExporter {
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();

  @Override
  public CompletableResultCode export(Collection<SpanData> some) {
    spans.addAll(some);
    return CompletableResultCode.ofSuccess();
  }

  /** All that was caught, each with all that it says. */
  List<String> all() {
    return spans.stream()
        .map(
            span ->
                span.getName()
                    + span.getAttributes()
                    + span.getEvents()
                    + span.getLinks()
                    + span.getStatus())
        .toList();
  }

  /** All that were caught of a trace. */
  List<SpanData> of(String traceId) {
    return spans.stream().filter(span -> span.getTraceId().equals(traceId)).toList();
  }

  /** The spans of a trace, once all of these names are among them; a test's time-out ends that. */
  List<SpanData> await(String traceId, String... names) {
    until(() -> names(traceId).containsAll(Set.of(names)));
    return of(traceId);
  }

  /** Looks again and again; a test's time-out ends it by interrupting. */
  static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("not seen in time");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private Set<String> names(String traceId) {
    return of(traceId).stream().map(SpanData::getName).collect(Collectors.toSet());
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
