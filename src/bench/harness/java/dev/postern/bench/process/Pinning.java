package dev.postern.bench.process;

import java.io.IOException;
import java.util.List;

/** Keeps the measured process and all that measures it on processors of their own. */
public final class Pinning {
  private static final String GATEWAY = "0";
  private static final String REST = "1";

  private static final boolean AVAILABLE =
      Runtime.getRuntime().availableProcessors() > 1 && works("taskset", "-V");

  private Pinning() {}

  /** What a command of the measured process begins with. */
  public static List<String> gateway() {
    return AVAILABLE ? List.of("taskset", "-c", GATEWAY) : List.of();
  }

  /** What a command of any other begins with. */
  public static List<String> rest() {
    return AVAILABLE ? List.of("taskset", "-c", REST) : List.of();
  }

  /** Puts this process with all its threads beside the stub. */
  public static String pinSelf() {
    String pid = Long.toString(ProcessHandle.current().pid());
    return AVAILABLE && works("taskset", "-acp", REST, pid)
        ? "pinned: the gateway to processor 0, the stub and the load to processor 1"
        : "not pinned to processors";
  }

  private static boolean works(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
