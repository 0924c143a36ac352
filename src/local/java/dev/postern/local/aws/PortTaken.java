package dev.postern.local.aws;

/** Another program listens on a port that was asked for. Its message is the one line to show. */
final class PortTaken extends Exception {
  PortTaken(Service service, int port) {
    super("embedded AWS: port " + port + " (" + service.title + ") is already taken");
  }
}
