package dev.postern.local.aws.sns;

/** A call is refused, with the status and the code that SNS has for it. */
final class SnsException extends RuntimeException {
  final int status;
  final String code;

  private SnsException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static SnsException of(String code, String message) {
    return new SnsException(400, code, message);
  }

  static SnsException invalidParameter(String what) {
    return of("InvalidParameter", "Invalid parameter: " + what);
  }

  static SnsException invalidValue(String message) {
    return of("ParameterValueInvalid", message);
  }

  static SnsException notFound(String what) {
    return new SnsException(404, "NotFound", what + " does not exist");
  }

  static SnsException internal(String message) {
    return new SnsException(500, "InternalError", message);
  }

  static SnsException throttled() {
    return new SnsException(429, "Throttled", "too many calls at once");
  }
}
