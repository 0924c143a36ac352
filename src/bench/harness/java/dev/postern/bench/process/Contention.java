package dev.postern.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How much of the machine's processors everybody uses, so that it is seen who else does. */
public final class Contention {
  private static final double TICKS_PER_SECOND = 100;
  private static final int IDLE = 4;
  private static final int WAITING = 5;
  private static final int GUEST = 9;

  /** Processors that others, and what idles here, may use while it is calm. */
  private static final double CALM = 0.6;

  private Contention() {}

  /** Waits until hardly anybody else is at work, for at most so long. */
  public static void awaitCalm(Duration most) throws IOException, InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    double before = busySeconds();
    Thread.sleep(1_000);
    double now = busySeconds();
    while (now - before > CALM && System.nanoTime() < end) {
      before = now;
      Thread.sleep(1_000);
      now = busySeconds();
    }
  }

  /** Seconds for which processors were busy since the machine started, all together. */
  public static double busySeconds() throws IOException {
    String first = Files.readAllLines(Path.of("/proc/stat")).get(0);
    String[] fields = first.trim().split("\\s+", -1);
    long ticks = 0;
    for (int i = 1; i < Math.min(fields.length, GUEST); i++) {
      if (i != IDLE && i != WAITING) {
        ticks += Long.parseLong(fields[i]);
      }
    }
    return ticks / TICKS_PER_SECOND;
  }
}
