package dev.postern.aws;

/**
 * What is stored is not what was compressed or encrypted: it was changed, or stands in another's
 * place. Nothing that Postern does leads here, and nothing of it is given out.
 */
final class Tampered extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  Tampered(String what, Throwable cause) {
    super(what, cause);
  }
}
