package dev.postern.bench.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Messages that are being posted. */
public abstract class Load {
  /** Callers who want to be told once it is published, as long as that may take. */
  public static final String UNTIL_PUBLISHED = "wait=25";

  /** Callers who want to be told as soon as it is durable. */
  public static final String UNTIL_DURABLE = "respond-async";

  private final Sender sender;
  private final CountDownLatch ended;
  private volatile boolean stopping;

  Load(Sender sender, int parts) {
    this.sender = sender;
    this.ended = new CountDownLatch(parts);
  }

  Sender sender() {
    return sender;
  }

  boolean isStopping() {
    return stopping;
  }

  /** One of its parts has had its last answer. */
  void partEnded() {
    ended.countDown();
  }

  /** Messages that were answered since the start. */
  public int answered() {
    return sender.answered();
  }

  /** Of these, those that were durable but not yet published. */
  public int deferred() {
    return sender.deferred();
  }

  /** Requests that were answered by an error, or not. */
  public int failed() {
    return sender.failed();
  }

  /** Why the last of those failed; empty where none did. */
  public String failure() {
    return sender.failure();
  }

  /** Latencies count from now on; what was there is forgotten. */
  public void forgetLatencies() {
    sender.forgetLatencies();
  }

  /** Those recorded since, in microseconds. */
  public Histogram latencies() {
    return sender.latencies();
  }

  /** Posts no more, and waits for the answers to what was. */
  public Claims stop() throws InterruptedException {
    stopping = true;
    if (!ended.await(120, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no answer for two minutes");
    }
    sender.close();
    return sender.claims();
  }
}
