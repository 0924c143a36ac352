package dev.postern.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What payloads say, as the inside of a JSON object. */
public enum Content {
  /** Random text that neither repeats nor compresses to less than three quarters. */
  NOISE {
    @Override
    byte[] text(SplittableRandom random, int bytes) {
      byte[] text = new byte[bytes];
      for (int i = 0; i < bytes; i++) {
        text[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      }
      return text;
    }
  },
  /** Lines of orders: names that repeat, values that do not. */
  ORDERS {
    @Override
    byte[] text(SplittableRandom random, int bytes) {
      StringBuilder text = new StringBuilder(bytes + LINE_BYTES);
      while (text.length() < bytes) {
        text.append(
            LINE.formatted(
                random.nextInt(100_000_000),
                random.nextInt(1, 20),
                random.nextInt(1_000),
                random.nextInt(100),
                GOODS[random.nextInt(GOODS.length)],
                COLOURS[random.nextInt(COLOURS.length)],
                random.nextInt(1, 13),
                random.nextInt(1, 29)));
      }
      return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }
  };

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** Within a string, so that it may be cut anywhere. */
  private static final String LINE =
      "article: %08d, quantity: %d, price: %d.%02d, name: %s, colour: %s, deliver: 2026-%02d-%02d; ";

  private static final int LINE_BYTES = 128;
  private static final String[] GOODS = {
    "table", "chair", "lamp", "shelf", "carpet", "curtain", "kettle", "blanket", "mirror", "bench"
  };
  private static final String[] COLOURS = {"white", "black", "oak", "walnut", "red", "green"};

  /** ASCII that may stand in a JSON string as it is. */
  abstract byte[] text(SplittableRandom random, int bytes);
}
