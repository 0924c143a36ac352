package dev.postern.publish;

/** A look-up that the store did not answer. Nothing was changed; it can simply be repeated. */
public final class LookupFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LookupFailed(Throwable store) {
    super(store.getMessage(), store);
  }
}
