package dev.postern.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connection on which a test writes what no well-behaved client would. */
public final class RawHttp implements AutoCloseable {
  private static final int ANSWER_WITHIN_MILLIS = 20_000;

  private final Socket socket;
  private long patience;

  private RawHttp(Socket socket) {
    this.socket = socket;
  }

  public static RawHttp open(URI server) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
    return new RawHttp(socket);
  }

  /** Writes these lines, each with its end. */
  public RawHttp lines(String... lines) throws IOException {
    return bytes((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawHttp bytes(byte... bytes) throws IOException {
    if (patience == 0) {
      write(bytes);
      return this;
    }
    CompletableFuture<Void> written = CompletableFuture.runAsync(() -> writeOnThread(bytes));
    try {
      written.get(patience, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | InterruptedException stuck) {
      socket.close();
      throw (SocketTimeoutException) new SocketTimeoutException("not taken").initCause(stuck);
    }
    return this;
  }

  private void writeOnThread(byte[] bytes) {
    try {
      write(bytes);
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  private void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Everything that comes until the server closes the connection. */
  public String untilClosed() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketException reset) {
      // Closed with bytes unread: what came before counts.
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  /** The head of the next answer, to its empty line. */
  public String head() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** The next line that has this in it, without its end; what comes before it is dropped. */
  public String line(String with) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("no line with " + with);
      }
      if (next != '\n') {
        line.write(next);
      } else if (line.toString(StandardCharsets.UTF_8).contains(with)) {
        return line.toString(StandardCharsets.UTF_8);
      } else {
        line.reset();
      }
    }
  }

  /**
   * From now on a write of which nothing is taken for so long closes the connection, and fails with
   * a {@link SocketTimeoutException}.
   */
  public void giveUpWritingAfter(long millis) {
    patience = millis;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
