package dev.postern.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** Where a flight recording found a process at work, and what it allocated. */
public final class HotMethods {
  private static final String CPU = "jdk.ExecutionSample";
  private static final String ALLOCATION = "jdk.ObjectAllocationSample";

  /** Samples by method or class. */
  private final Map<String, Long> tops = new HashMap<>();

  private final Map<String, Long> own = new HashMap<>();
  private final Map<String, Long> packages = new HashMap<>();
  private final Map<String, Long> allocated = new HashMap<>();

  private HotMethods() {}

  /** Lines for a reader. */
  public static String of(Path recording, int most) throws IOException {
    HotMethods found = new HotMethods();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        found.take(file.readEvent());
      }
    }
    StringBuilder lines = new StringBuilder();
    lines.append(list("methods at the top of the stack", found.tops, most));
    lines.append(list("Postern's first method on the stack", found.own, most));
    lines.append(list("packages at the top of the stack", found.packages, most));
    lines.append(list("allocated bytes by class", found.allocated, most));
    return lines.toString();
  }

  private void take(RecordedEvent event) {
    boolean isCpu = event.getEventType().getName().equals(CPU);
    if (event.getEventType().getName().equals(ALLOCATION)) {
      allocated.merge(event.getClass("objectClass").getName(), event.getLong("weight"), Long::sum);
    }
    if (!isCpu || event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
      return;
    }
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    BiConsumer<Map<String, Long>, String> count = (map, name) -> map.merge(name, 1L, Long::sum);
    RecordedMethod top = frames.get(0).getMethod();
    count.accept(tops, name(top));
    count.accept(packages, group(top.getType().getName()));
    frames.stream()
        .map(RecordedFrame::getMethod)
        .filter(method -> method.getType().getName().startsWith("dev.postern."))
        .findFirst()
        .ifPresent(method -> count.accept(own, name(method)));
  }

  private static String name(RecordedMethod method) {
    return method.getType().getName() + "." + method.getName();
  }

  /** The first three parts of a name. */
  private static String group(String type) {
    String[] parts = type.split("\\.", -1);
    return String.join(".", List.of(parts).subList(0, Math.min(3, parts.length)));
  }

  private static String list(String title, Map<String, Long> counts, int most) {
    double all = Math.max(1, counts.values().stream().mapToLong(Long::longValue).sum());
    StringBuilder lines = new StringBuilder(title).append(" (").append((long) all).append(")\n");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(most)
        .forEach(
            each ->
                lines.append(
                    String.format("  %5.1f %%  %s%n", each.getValue() * 100 / all, each.getKey())));
    return lines.append('\n').toString();
  }
}
