package dev.postern.api;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The answers to the lines of a stream, in the order of the lines, and how many of them are still
 * to be written. Used on one thread, but for {@link Awaited#answered}.
 *
 * @see MessageStream
 */
final class LineAnswers {
  /** So much is gathered to be written at once, if it is there. */
  private static final int GATHERED = 32 * 1024;

  /** One line's answer. */
  static final class Awaited {
    private final long line;
    private final int bytes;
    private final Optional<RequestTrace> trace;
    private volatile boolean done;
    private boolean accepted;
    private byte[] answer = {};

    private Awaited(Lines.Line line, Optional<RequestTrace> trace) {
      this.line = line.number();
      this.bytes = line.bytes().size();
      this.trace = trace;
    }

    /** To be called once, by any thread. */
    void answered(ItemResult result) {
      accepted = result.isAccepted();
      // Written right away, so that the message itself is no longer held on to.
      answer = encoded(result.at("line", line, trace));
      done = true;
    }
  }

  private final boolean onlyFailures;
  private final Optional<RequestTrace> trace;
  private final Queue<Awaited> awaited = new ArrayDeque<>();
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private long bytes;
  private long accepted;
  private long failed;

  LineAnswers(boolean onlyFailures, Optional<RequestTrace> trace) {
    this.onlyFailures = onlyFailures;
    this.trace = trace;
  }

  /** A line of that many bytes is under way, behind those that are already. */
  Awaited await(Lines.Line line) {
    Awaited next = new Awaited(line, trace);
    awaited.add(next);
    bytes += next.bytes;
    return next;
  }

  /** Lines whose answers are not written. */
  int lines() {
    return awaited.size();
  }

  /** What those lines have in bytes. */
  long bytes() {
    return bytes;
  }

  /** Gathers what can be written, up to the first line without an answer. */
  void gather() {
    while (!awaited.isEmpty() && awaited.peek().done && gathered.size() < GATHERED) {
      Awaited next = awaited.remove();
      bytes -= next.bytes;
      if (next.accepted) {
        accepted++;
      } else {
        failed++;
      }
      if (!next.accepted || !onlyFailures) {
        gathered.writeBytes(next.answer);
      }
    }
  }

  /** The last line. Without a problem it says that everything before is there. */
  void end(Optional<Problem> problem) {
    Map<String, Object> last = new LinkedHashMap<>();
    last.put("done", problem.isEmpty());
    last.put("accepted", accepted);
    last.put("failed", failed);
    problem.ifPresent(its -> last.put("problem", RequestTrace.named(its, trace).document()));
    gathered.writeBytes(encoded(last));
  }

  /**
   * What is gathered, which is then no longer; empty if nothing is. Without the end of its last
   * line, since the framework ends each piece of such an answer with one.
   */
  byte[] take() {
    byte[] taken = Arrays.copyOf(gathered.toByteArray(), Math.max(0, gathered.size() - 1));
    gathered.reset();
    return taken;
  }

  private static byte[] encoded(Map<String, Object> members) {
    return (new JsonObject(members).encode() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
