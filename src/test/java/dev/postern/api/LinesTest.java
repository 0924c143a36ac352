package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a body is cut into pieces on its way, its lines are the same. */
class LinesTest {
  private static final String BODY = "one\r\n\n  \t\ntwo\n" + "x".repeat(70_000) + "\nlast";

  private static List<String> read(String body, Random cuts) {
    Lines lines = new Lines();
    List<String> read = new ArrayList<>();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    int from = 0;
    while (from < bytes.length) {
      int length = Math.min(bytes.length - from, 1 + cuts.nextInt(9_000));
      byte[] piece = new byte[length];
      System.arraycopy(bytes, from, piece, 0, length);
      lines.feed(piece);
      drain(lines, read);
      from += length;
    }
    lines.end();
    drain(lines, read);
    return read;
  }

  private static void drain(Lines lines, List<String> read) {
    for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      read.add(
          line.get().number()
              + (line.get().tooLong() ? "!" : ":")
              + new String(line.get().bytes().array(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void linesAreCountedAndBlankOnesPassedOver() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(read(BODY, new Random(seed)))
          .containsExactly("1:one\r", "4:two", "5:" + "x".repeat(70_000), "6:last");
    }
  }

  @Test
  void aLineThatIsTooLongIsSkippedToItsEndAndTheNextIsWhole() {
    String most = "y".repeat(Lines.MOST_BYTES);

    assertThat(read("a\n" + most + "\n" + most + "y\nb\n" + most + "yy", new Random(1)))
        .containsExactly("1:a", "2:" + most, "3!", "4:b", "5!");
  }

  @Test
  void nothingIsNoLine() {
    assertThat(read("", new Random(1))).isEmpty();
    assertThat(read("\n\n", new Random(1))).isEmpty();
  }
}
