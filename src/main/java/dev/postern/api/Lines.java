package dev.postern.api;

import dev.postern.message.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Cuts a body that comes in pieces into its lines, and holds on to no more than one line and one
 * piece. Lines are counted from 1; blank ones are counted and passed over. Not thread-safe.
 */
final class Lines {
  /** Of a line without its end; what is longer is skipped, not kept. */
  static final int MOST_BYTES = 512 * 1024;

  /** What is kept to gather the next line in. */
  private static final int KEPT = 16 * 1024;

  /**
   * One line.
   *
   * @param bytes empty where it is too long
   */
  record Line(long number, Bytes bytes, boolean tooLong) {
    private boolean isBlank() {
      for (byte each : bytes.array()) {
        if (each != ' ' && each != '\t' && each != '\r') {
          return false;
        }
      }
      return !tooLong;
    }
  }

  private ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean tooLong;
  private byte[] piece = {};
  private int position;
  private boolean ended;
  private long number;

  /** Adds the next piece, once the one before has no lines left. */
  void feed(byte[] next) {
    piece = next;
    position = 0;
  }

  /** No piece follows. */
  void end() {
    ended = true;
  }

  /** The next line, or nothing where the body has to come first, or has ended. */
  Optional<Line> next() {
    while (position < piece.length) {
      int end = lineEnd();
      take(end);
      if (end == piece.length) {
        break;
      }
      position++;
      Line line = line();
      if (!line.isBlank()) {
        return Optional.of(line);
      }
    }
    boolean last = ended && (begun.size() > 0 || tooLong);
    return last ? Optional.of(line()).filter(line -> !line.isBlank()) : Optional.empty();
  }

  private int lineEnd() {
    int end = position;
    while (end < piece.length && piece[end] != '\n') {
      end++;
    }
    return end;
  }

  private void take(int end) {
    if (begun.size() + (end - position) > MOST_BYTES) {
      tooLong = true;
    }
    if (tooLong) {
      begun.reset();
    } else {
      begun.write(piece, position, end - position);
    }
    position = end;
  }

  private Line line() {
    Line line = new Line(++number, new Bytes(begun.toByteArray()), tooLong);
    tooLong = false;
    if (begun.size() > KEPT) {
      begun = new ByteArrayOutputStream();
    }
    begun.reset();
    return line;
  }
}
