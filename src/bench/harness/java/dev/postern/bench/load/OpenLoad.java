package dev.postern.bench.load;

import io.vertx.core.Vertx;

/**
 * An open model: messages come at a fixed rate, whatever became of those before, and each one's
 * latency counts from when it was due. A stall is seen in all that came meanwhile.
 */
public final class OpenLoad extends Load {
  private final int run;
  private final int callers;
  private final double perSecond;
  private final long begun = System.nanoTime();
  private long sent;
  private long done;

  private OpenLoad(Vertx vertx, int port, Scenario scenario, int run, double perSecond) {
    super(
        new Sender(vertx, port, scenario, new Claims(run, scenario, false), Load.UNTIL_PUBLISHED),
        1);
    this.run = run;
    this.callers = scenario.callers();
    this.perSecond = perSecond;
  }

  /**
   * Starts to post.
   *
   * @param scenario whose callers are the most connections
   * @param run tells the messages of one load from those of others
   */
  public static OpenLoad start(
      Vertx vertx, int port, Scenario scenario, int run, double perSecond) {
    OpenLoad load = new OpenLoad(vertx, port, scenario, run, perSecond);
    vertx.runOnContext(begin -> vertx.setPeriodic(1, timer -> load.sendDue(vertx, timer)));
    return load;
  }

  private void sendDue(Vertx vertx, long timer) {
    if (isStopping()) {
      if (done == sent) {
        vertx.cancelTimer(timer);
        partEnded();
      }
      return;
    }
    long due = (long) ((System.nanoTime() - begun) / 1e9 * perSecond);
    while (sent < due) {
      long dueAt = begun + (long) (sent / perSecond * 1e9);
      int caller = (int) (sent % callers);
      sender()
          .send(new Payloads.Mark(run, caller, (int) (sent / callers)), dueAt)
          .onComplete(answer -> done++);
      sent++;
    }
  }
}
