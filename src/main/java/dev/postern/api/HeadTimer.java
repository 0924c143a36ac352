package dev.postern.api;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Closes its connection where a request's head is not whole within a time, counted from its first
 * bytes on, whatever comes meanwhile. While nothing comes, or a request waits for its answer, no
 * time passes: idle connections are ended by the server.
 *
 * <p>Of a body that still comes after its answer, the rest is timed in the same way: nobody reads
 * it any more. With HTTP/2 the first head of the connection is timed, and none after it.
 *
 * <p>Stands before the server's own codec, behind TLS; told of requests from any thread.
 */
final class HeadTimer extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<HeadTimer> OF_CHANNEL =
      AttributeKey.valueOf(HeadTimer.class.getName());

  private static final byte[] ANSWER =
      "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final Duration within;
  private volatile Optional<ChannelHandlerContext> place = Optional.empty();
  private Optional<ScheduledFuture<?>> deadline = Optional.empty();
  private long heads;
  private int unanswered;

  HeadTimer(Duration within) {
    this.within = within;
  }

  /** That of the connection, unless it has none or has retired. */
  static Optional<HeadTimer> of(Channel channel) {
    return Optional.ofNullable(channel.attr(OF_CHANNEL).get());
  }

  /** The head of a request is whole. */
  void headHasCome() {
    onLoop(
        () -> {
          heads++;
          unanswered++;
          stop();
        });
  }

  /** That request has its answer, or never gets one. */
  void answerHasGone() {
    onLoop(() -> unanswered--);
  }

  /** Times nothing any more. */
  void retire() {
    onLoop(() -> place.ifPresent(known -> known.pipeline().remove(this)));
  }

  private void onLoop(Runnable step) {
    place.ifPresent(
        known -> {
          if (known.executor().inEventLoop()) {
            step.run();
          } else {
            known.executor().execute(step);
          }
        });
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    place = Optional.of(context);
    context.channel().attr(OF_CHANNEL).set(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    place = Optional.empty();
    context.channel().attr(OF_CHANNEL).set(null);
    stop();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    long before = heads;
    context.fireChannelRead(bytes);
    // Looked at afterwards: most heads come whole, and cost no timer.
    if (heads == before && unanswered == 0 && deadline.isEmpty() && !context.isRemoved()) {
      deadline =
          Optional.of(
              context
                  .executor()
                  .schedule(() -> end(context), within.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  private void stop() {
    deadline.ifPresent(running -> running.cancel(false));
    deadline = Optional.empty();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // There is nobody who could do something about it.
  private static void end(ChannelHandlerContext context) {
    if (context.pipeline().get(Http2ConnectionHandler.class) == null) {
      context.writeAndFlush(Unpooled.wrappedBuffer(ANSWER));
    }
    // At once, not after the write: who takes no answer would keep the connection.
    context.close();
  }
}
