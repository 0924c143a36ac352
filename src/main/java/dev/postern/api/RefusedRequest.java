package dev.postern.api;

/** Ends the reading of a request with a problem, where no value can be returned instead. */
public final class RefusedRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public RefusedRequest(Problem problem) {
    // Expected, and answered without its stack: none is recorded. Traces show the message, in which
    // nothing of the caller's may stand; the detail may quote it.
    super(problem.type().word(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
