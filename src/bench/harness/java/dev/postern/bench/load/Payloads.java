package dev.postern.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** JSON objects of an exact length: a mark that tells messages apart, and some content. */
final class Payloads {
  /** Of the same length always, so that it is read off by position. */
  record Mark(int run, int caller, int number) {
    private static final String BEFORE = "{\"mark\":\"";
    private static final int LENGTH = 18;

    String text() {
      return "%04d-%04d-%08d".formatted(run, caller, number);
    }

    static Mark read(String body) {
      String text = body.substring(BEFORE.length(), BEFORE.length() + LENGTH);
      return new Mark(
          Integer.parseInt(text.substring(0, 4)),
          Integer.parseInt(text.substring(5, 9)),
          Integer.parseInt(text.substring(10)));
    }
  }

  private static final int POOL = 2 * 1024 * 1024;

  private final SplittableRandom random;
  private final byte[] pool;

  Payloads(Content content, long seed) {
    random = new SplittableRandom(seed);
    pool = content.text(random, POOL);
  }

  byte[] payload(Mark mark, int length) {
    byte[] head =
        (Mark.BEFORE + mark.text() + "\",\"data\":\"").getBytes(StandardCharsets.US_ASCII);
    byte[] payload = new byte[length];
    System.arraycopy(head, 0, payload, 0, head.length);
    int text = length - head.length - 2;
    System.arraycopy(pool, random.nextInt(POOL - text), payload, head.length, text);
    payload[length - 2] = '"';
    payload[length - 1] = '}';
    return payload;
  }

  int group(int groups) {
    return random.nextInt(groups);
  }
}
