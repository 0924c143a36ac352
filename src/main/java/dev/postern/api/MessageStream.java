package dev.postern.api;

import dev.postern.publish.InOrder;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Publishes the lines of a body while they come, and answers them in their order while the answers
 * come.
 *
 * <p>At most {@value #MOST_LINES} lines, and about {@value #MOST_BYTES} bytes of them, are under
 * way or wait for the caller to read their answers. Beyond that nothing more is read, so a caller
 * that does not read its answers is soon not read from either. Once the caller has hung up nothing
 * more is begun; what is under way goes on.
 *
 * <p>Everything happens on the connection's own event loop, and nothing blocks it.
 */
final class MessageStream implements Flow.Publisher<byte[]>, Flow.Subscription {
  static final int MOST_LINES = 256;
  static final int MOST_BYTES = 2 * 1024 * 1024;

  /** Groups with refused lines that one stream remembers. */
  static final int MOST_REFUSED_GROUPS = 1000;

  private enum Phase {
    READING,
    /** Nothing more is read; what is under way is still answered. */
    ENDING,
    OVER
  }

  /**
   * What a stream is counted by.
   *
   * @param line counts a line, and says for how long none is to be read after it
   * @param whenOver called once, when nothing more is read or written
   */
  record Bounds(Supplier<Duration> line, Runnable whenOver) {}

  private final RoutingContext call;
  private final HttpServerRequest request;
  private final Context loop;
  private final ItemReader reader;
  private final InOrder inOrder;
  private final LineAnswers answers;
  private final Bounds bounds;

  private final Lines lines = new Lines();
  private final AtomicBoolean turnAsked = new AtomicBoolean();
  private Flow.Subscriber<? super byte[]> subscriber;
  private Phase phase = Phase.READING;
  private Optional<Problem> problem = Optional.empty();
  private boolean pieceAsked;
  private boolean held;
  private boolean bodyEnded;
  private boolean lastWritten;
  private long demand;

  /**
   * The stream of a request that is not yet read from.
   *
   * @param bounds what it is counted by
   */
  MessageStream(
      RoutingContext call, ItemReader reader, InOrder inOrder, LineAnswers answers, Bounds bounds) {
    this.call = call;
    this.request = call.request();
    this.loop = call.vertx().getOrCreateContext();
    this.reader = reader;
    this.inOrder = inOrder;
    this.answers = answers;
    this.bounds = bounds;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super byte[]> reading) {
    subscriber = reading;
    request.pause();
    request.handler(this::piece);
    request.endHandler(ended -> end());
    request.exceptionHandler(closed -> cancel());
    reading.onSubscribe(this);
    BodyReader.askFor(request);
    askForTurn();
  }

  @Override
  public void request(long more) {
    loop.runOnContext(
        now -> {
          demand += more;
          turn();
        });
  }

  /** The caller has hung up. */
  @Override
  public void cancel() {
    loop.runOnContext(now -> over());
  }

  private void over() {
    if (phase != Phase.OVER) {
      phase = Phase.OVER;
      bounds.whenOver().run();
    }
  }

  private void piece(Buffer piece) {
    pieceAsked = false;
    if (phase == Phase.READING) {
      lines.feed(piece.getBytes());
      turn();
    }
  }

  private void end() {
    pieceAsked = false;
    bodyEnded = true;
    lines.end();
    turn();
  }

  /** Many answers that come at once are one turn's work. */
  private void askForTurn() {
    if (turnAsked.compareAndSet(false, true)) {
      loop.runOnContext(
          now -> {
            turnAsked.set(false);
            turn();
          });
    }
  }

  private void turn() {
    answers.gather();
    if (phase == Phase.READING) {
      read();
    }
    if (phase != Phase.OVER) {
      write();
    }
  }

  private void read() {
    while (!held && answers.lines() < MOST_LINES && answers.bytes() < MOST_BYTES) {
      if (inOrder.refusedGroups() > MOST_REFUSED_GROUPS) {
        breakOff();
        return;
      }
      Optional<Lines.Line> line = lines.next();
      if (line.isEmpty()) {
        askForPiece();
        return;
      }
      begin(line.get());
      hold(bounds.line().get());
    }
  }

  /** Whoever is beyond its quota is read from later, so that no line of it is refused. */
  private void hold(Duration pause) {
    if (!pause.isZero()) {
      held = true;
      call.vertx()
          .setTimer(
              Math.max(1, pause.toMillis()),
              timer -> {
                held = false;
                askForTurn();
              });
    }
  }

  private void askForPiece() {
    if (bodyEnded) {
      phase = Phase.ENDING;
    } else if (!pieceAsked) {
      pieceAsked = true;
      request.fetch(1);
    }
  }

  private void begin(Lines.Line line) {
    LineAnswers.Awaited awaited = answers.await(line);
    Item item =
        line.tooLong()
            ? new Item.Illegible(Optional.empty(), tooLong())
            : reader.line(line.bytes().array());
    item.publish(inOrder)
        .thenAccept(
            result -> {
              awaited.answered(result);
              askForTurn();
            });
  }

  private static Problem tooLong() {
    return Problem.of(
            ProblemType.LINE_TOO_LONG,
            "The line has more than the " + Lines.MOST_BYTES + " bytes that are taken.")
        .maxBytes(Lines.MOST_BYTES);
  }

  /** Without the memory of what was refused, order could no longer be promised. */
  private void breakOff() {
    phase = Phase.ENDING;
    problem =
        Optional.of(
            Problem.of(
                    ProblemType.TOO_MANY_GROUPS_REFUSED,
                    "Lines of more than "
                        + MOST_REFUSED_GROUPS
                        + " groups were refused. No line after the last answered one was read; send"
                        + " those, and the refused ones, again.")
                .limit("at most " + MOST_REFUSED_GROUPS + " groups"));
    if (!bodyEnded) {
      new LastAnswer(call).closeSoon();
    }
  }

  private void write() {
    answers.gather();
    if (phase == Phase.ENDING && answers.lines() == 0 && !lastWritten) {
      lastWritten = true;
      answers.end(problem);
    }
    if (demand > 0) {
      byte[] gathered = answers.take();
      if (gathered.length > 0) {
        demand--;
        subscriber.onNext(gathered);
      }
      if (lastWritten) {
        over();
        subscriber.onComplete();
        return;
      }
    }
    if (phase == Phase.READING && !held && answers.lines() < MOST_LINES) {
      askForTurnIfLinesAreLeft();
    }
  }

  private void askForTurnIfLinesAreLeft() {
    if (!pieceAsked && answers.bytes() < MOST_BYTES) {
      askForTurn();
    }
  }
}
