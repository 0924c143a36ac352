package dev.postern.bench.process;

/**
 * The ports of this machine that the benchmark takes: thirty, from {@code -Dbench.ports} on, or
 * from 18800 where that is not given.
 */
public final class Ports {
  private static final int FIRST = Integer.getInteger("bench.ports", 18_800);

  private Ports() {}

  /** The one at that place among them, from 0. */
  public static int at(int place) {
    return FIRST + place;
  }
}
