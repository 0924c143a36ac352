package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** A failed call to AWS, and what is certain about it. */
record Fault(Throwable cause) {
  /** The service turned the request away before doing anything. */
  private static final Set<String> TURNED_AWAY =
      Set.of(
          "ThrottlingException",
          "Throttling",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "ProvisionedThroughputExceededException",
          "ResourceNotFoundException",
          "AccessDeniedException",
          "AccessDenied",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "ExpiredTokenException",
          "ExpiredToken",
          "SignatureDoesNotMatch",
          "ValidationException",
          // It met another write to one of its items; nothing of it was done.
          "TransactionCanceledException",
          "TransactionConflictException");

  static Fault of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new Fault(cause);
  }

  /** The service's word for it; empty where the service did not answer. */
  String code() {
    return cause instanceof AwsServiceException service && service.awsErrorDetails() != null
        ? String.valueOf(service.awsErrorDetails().errorCode())
        : "";
  }

  /** Did the service answer, with a status of this hundred? */
  boolean isAnswered(int hundred) {
    return cause instanceof AwsServiceException service && service.statusCode() / 100 == hundred;
  }

  /** Can the call have had an effect? In doubt it can. */
  boolean mayBeApplied() {
    return !TURNED_AWAY.contains(code()) && !isConnectionRefused();
  }

  private boolean isConnectionRefused() {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof ConnectException || each instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  /** One line for logs and answers: no request ids, no host names. */
  String summary() {
    if (cause instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return code() + ": " + service.awsErrorDetails().errorMessage();
    }
    if (isConnectionRefused()) {
      return "connection refused";
    }
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String name = cause.getClass().getSimpleName();
    return root == cause ? name : name + " by " + root.getClass().getSimpleName();
  }

  @Override
  public String toString() {
    return summary();
  }

  StoreUnavailable asStoreUnavailable() {
    return new StoreUnavailable("DynamoDB: " + summary(), cause, mayBeApplied());
  }
}
