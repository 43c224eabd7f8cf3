package org.quietus.objectstore.s3;

import java.util.Optional;
import org.quietus.objectstore.Pin;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.RestoreRequest;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Asks for archived content to be restored, once. */
final class S3Restoring {
  private static final String UNDER_WAY =
      "its restoration is under way; a run after that goes on with it";

  private final S3Connection connection;
  private final S3Objects objects;

  S3Restoring(S3Connection connection, S3Objects objects) {
    this.connection = connection;
    this.objects = objects;
  }

  /** Returns how far it has come, in words; empty if it is not to be restored. */
  Optional<String> ask(Pin pin) {
    return connection.settings().terms().restoration().map(wanted -> ask(pin, wanted));
  }

  private String ask(Pin pin, Restoration wanted) {
    HeadObjectResponse head = objects.head(pin);
    if (head.restore() != null && head.restore().contains("ongoing-request=\"true\"")) {
      return UNDER_WAY;
    }
    // Intelligent-Tiering moves the object itself, and knows no days.
    boolean moves = head.storageClass() == StorageClass.INTELLIGENT_TIERING;
    RestoreRequest request =
        RestoreRequest.builder()
            .days(moves ? null : wanted.days())
            .glacierJobParameters(job -> job.tier(wanted.tier()))
            .build();
    return connection.call(
        "RestoreObject",
        () -> {
          try {
            connection
                .client()
                .restoreObject(
                    r ->
                        r.bucket(connection.bucket())
                            .key(connection.nameOf(pin.key()))
                            .versionId(pin.versionId())
                            .restoreRequest(request));
          } catch (AwsServiceException e) {
            if (e.awsErrorDetails() != null
                && "RestoreAlreadyInProgress".equals(e.awsErrorDetails().errorCode())) {
              return UNDER_WAY; // the reply to an earlier attempt was lost
            }
            throw e;
          }
          return "its restoration was asked for (%s, for %d days); a run after that goes on with it"
              .formatted(wanted.tier(), wanted.days());
        });
  }
}
