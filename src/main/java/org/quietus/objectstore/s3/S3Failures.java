package org.quietus.objectstore.s3;

import java.util.Optional;
import java.util.Set;
import org.quietus.objectstore.StoreException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says what a failed call means, in our words. The SDK's exception is dropped, also as a cause: its
 * message quotes keys.
 */
final class S3Failures {
  private static final Set<String> CHANGED =
      Set.of("PreconditionFailed", "ConditionalRequestConflict");
  private static final Set<String> GONE = Set.of("NoSuchKey", "NoSuchVersion", "NoSuchUpload");
  private static final Set<String> UNREACHABLE =
      Set.of(
          "RequestTimeout",
          "InternalError",
          "SlowDown",
          "ServiceUnavailable",
          "OperationAborted",
          "IncompleteBody",
          "BadDigest",
          "XAmzContentSHA256Mismatch");

  /** Answered with status 400, as if something was wrong with the request. */
  private static final Set<String> NOT_LET_IN =
      Set.of("ExpiredToken", "TokenRefreshRequired", "InvalidToken");

  private static final String EXPIRED = "; the credentials have expired";

  /** What stores mean by it, which may say no more than the status to a HEAD. */
  private static final String OWN_KEY =
      "; it may be encrypted with a key of its own (SSE-C), which 'customer-key' of the store"
          + " gives";

  private S3Failures() {}

  /** {@code server} is host and port, as messages name it. */
  static StoreException of(String operation, String server, SdkException failure) {
    if (!(failure instanceof AwsServiceException answer)) {
      return S3Silence.of(failure).told(server, operation);
    }
    String code =
        Optional.ofNullable(answer.awsErrorDetails())
            .map(AwsErrorDetails::errorCode)
            .filter(text -> text.matches("[A-Za-z0-9]{1,60}"))
            .orElse("");
    String message =
        "%s answered %d%s to %s%s"
            .formatted(
                server,
                answer.statusCode(),
                code.isEmpty() ? "" : " " + code,
                operation,
                hint(operation, answer.statusCode(), code));
    StoreException meant =
        answer.isThrottlingException()
            ? new StoreException.Unreachable(message)
            : of(answer.statusCode(), code, message);
    return meant instanceof StoreException.Gone && isListing(operation)
        ? new StoreException.Unreachable(message)
        : meant;
  }

  private static String hint(String operation, int status, String code) {
    if (code.equals("ExpiredToken") || code.equals("TokenRefreshRequired")) {
      return EXPIRED;
    }
    return operation.equals("HeadObject") && status == 400 ? OWN_KEY : "";
  }

  /**
   * Whether an operation lists many objects: a version that goes meanwhile says nothing of the
   * others, and the listing is asked for again.
   */
  private static boolean isListing(String operation) {
    return operation.startsWith("ListObject") || operation.equals("ListMultipartUploads");
  }

  private static StoreException of(int status, String code, String message) {
    if (CHANGED.contains(code) || status == 412) {
      return new StoreException.Changed(message);
    }
    if (GONE.contains(code) || (status == 404 && !code.startsWith("NoSuch"))) {
      return new StoreException.Gone(message);
    }
    if (UNREACHABLE.contains(code) || status == 429 || status < 300) {
      return new StoreException.Unreachable(message);
    }
    if (code.equals("InvalidObjectState")) {
      return new StoreException.Archived(message);
    }
    if (status == 401 || status == 403 || NOT_LET_IN.contains(code)) {
      return new StoreException.Denied(message);
    }
    if (status == 501) {
      return new StoreException.Unsupported(message);
    }
    return status >= 500
        ? new StoreException.Unreachable(message)
        : new StoreException.Refused(message);
  }
}
