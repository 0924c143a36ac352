package dev.postern.aws;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Bytes, compressed: the codec, 1; the length of the original in four bytes; the original as raw
 * deflate has it (RFC 1951). By level 1, since what the higher ones find more in some KB of JSON
 * seldom is a unit, and they take half as long again. A deflater of its own for each, since one
 * that is used again is no faster and would have to be somebody's to end.
 */
final class Deflation {
  /**
   * The most bytes that an original has: twice what the largest message has that Postern takes,
   * which is 1 MiB with its attributes. So much memory at most is taken by whatever is stored.
   */
  static final int MOST_BYTES = 2 * 1024 * 1024;

  private static final byte CODEC = 1;
  private static final int HEADER = 1 + Integer.BYTES;

  private Deflation() {}

  /** The bytes compressed; nothing where that is no shorter, or they are too many to be read. */
  static Optional<byte[]> deflated(byte[] plain) {
    if (plain.length <= HEADER || plain.length > MOST_BYTES) {
      return Optional.empty();
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      ByteBuffer whole = ByteBuffer.allocate(plain.length).put(CODEC).putInt(plain.length);
      deflater.setInput(plain);
      deflater.finish();
      int length = deflater.deflate(whole.array(), HEADER, plain.length - HEADER);
      return deflater.finished()
          ? Optional.of(Arrays.copyOf(whole.array(), HEADER + length))
          : Optional.empty();
    } finally {
      deflater.end();
    }
  }

  /**
   * How long the original is said to be, in bytes.
   *
   * @throws Tampered where this can't be what was compressed
   */
  static int length(byte[] deflated) {
    if (deflated.length <= HEADER || deflated[0] != CODEC) {
      throw new Tampered("not compressed in a way that is known here", null);
    }
    int length = ByteBuffer.wrap(deflated).getInt(1);
    if (length <= HEADER || length > MOST_BYTES) {
      throw new Tampered("said to have " + length + " bytes, which no message has", null);
    }
    return length;
  }

  /**
   * The original. No more is decompressed than it is said to have.
   *
   * @throws Tampered where this can't be what was compressed
   */
  static byte[] inflated(byte[] deflated) {
    int length = length(deflated);
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated, HEADER, deflated.length - HEADER);
      // One more than there may be: only so the end of the stream is come to, or found missing.
      byte[] plain = new byte[length + 1];
      int read = 0;
      int next = inflater.inflate(plain);
      while (next > 0) {
        read += next;
        next = inflater.inflate(plain, read, plain.length - read);
      }
      if (read != length || !inflater.finished() || inflater.getRemaining() > 0) {
        throw new Tampered("it does not decompress to the length that it is said to have", null);
      }
      return Arrays.copyOf(plain, length);
    } catch (DataFormatException broken) {
      throw new Tampered("it does not decompress", broken);
    } finally {
      inflater.end();
    }
  }
}
