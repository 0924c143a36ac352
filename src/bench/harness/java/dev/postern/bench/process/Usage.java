package dev.postern.bench.process;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a JVM on this machine uses. */
public final class Usage implements AutoCloseable {
  /** Of Linux on all machines that this runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  /**
   * At one moment.
   *
   * @param allocatedBytes by the threads that live then
   */
  public record Snapshot(double cpuSeconds, Map<Long, Long> allocatedBytes) {
    /** Bytes that these threads have allocated since; what others have is not known any more. */
    public long allocatedSince(Snapshot before) {
      return allocatedBytes.entrySet().stream()
          .mapToLong(
              thread -> thread.getValue() - before.allocatedBytes.getOrDefault(thread.getKey(), 0L))
          .sum();
    }
  }

  private final long pid;
  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private Usage(long pid, JMXConnector connector, ThreadMXBean threads) {
    this.pid = pid;
    this.connector = connector;
    this.threads = threads;
  }

  /** Attaches to a JVM. */
  @SuppressWarnings("BanJNDI") // A process that was started here, by an address of this machine.
  public static Usage of(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      String address = machine.startLocalManagementAgent();
      machine.detach();
      JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
      ThreadMXBean threads =
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.THREAD_MXBEAN_NAME,
              ThreadMXBean.class);
      return new Usage(pid, connector, threads);
    } catch (AttachNotSupportedException refused) {
      throw new IOException(refused);
    }
  }

  /** CPU time of the process, and what its threads have allocated. */
  public Snapshot now() throws IOException {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      // Less than none of a thread that has ended meanwhile.
      if (bytes[i] > 0) {
        allocated.put(ids[i], bytes[i]);
      }
    }
    return new Snapshot(cpuSeconds(pid), allocated);
  }

  /** CPU time of a process so far. */
  public static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  /** Its resident memory in megabytes. */
  public double residentMegabytes() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
