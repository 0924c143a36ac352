package dev.postern.local.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line asked for: {@code --<service> PORT} for each {@link Service} (0: any free
 * one) and {@code --parent PID}: end when that process ends; {@code --parent starter} stands for
 * the one that started this.
 */
record Options(Map<Service, Integer> ports, Optional<ProcessHandle> parent) {

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the argument that is wrong
   */
  static Options parse(String... arguments) {
    Map<Service, Integer> ports = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      ports.put(service, service.port);
    }
    Optional<ProcessHandle> parent = Optional.empty();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      String value = arguments[i + 1];
      if (name.equals("--parent")) {
        parent = Optional.of(process(value));
      } else {
        ports.put(service(name), port(name, value));
      }
    }
    return new Options(ports, parent);
  }

  /**
   * The same options with every free choice made, each port seen to be free on loopback. Another
   * program may still take one before it is bound; then the start fails in the same words.
   *
   * @throws PortTaken naming the first service whose port is not free
   */
  Options settle() throws PortTaken, IOException {
    Map<Service, Integer> settled = new EnumMap<>(Service.class);
    Map<Service, ServerSocket> held = new EnumMap<>(Service.class);
    try {
      for (Service service : Service.values()) {
        ServerSocket socket = new ServerSocket();
        held.put(service, socket);
        try {
          socket.bind(loopback(ports.get(service)));
        } catch (IOException taken) {
          throw new PortTaken(service, ports.get(service));
        }
        settled.put(service, socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : held.values()) {
        socket.close();
      }
    }
    return new Options(settled, parent);
  }

  int port(Service service) {
    return ports.get(service);
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static ProcessHandle process(String value) {
    if (value.equals("starter")) {
      return ProcessHandle.current()
          .parent()
          .orElseThrow(() -> new IllegalArgumentException("the starting process is gone"));
    }
    return ProcessHandle.of(Long.parseLong(value))
        .orElseThrow(() -> new IllegalArgumentException("--parent: no process " + value));
  }

  private static Service service(String name) {
    for (Service service : Service.values()) {
      if (name.equals("--" + service.key)) {
        return service;
      }
    }
    throw new IllegalArgumentException("unknown option " + name);
  }

  private static int port(String name, String value) {
    int port;
    try {
      port = Integer.parseInt(value);
    } catch (NumberFormatException notANumber) {
      port = -1;
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(name + " " + value + ": a port is 0..65535");
    }
    return port;
  }
}
