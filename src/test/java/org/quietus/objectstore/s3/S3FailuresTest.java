package org.quietus.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.objectstore.StoreException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3FailuresTest {
  @ParameterizedTest
  @CsvSource({
    "412, PreconditionFailed, Changed",
    "412, '', Changed",
    "409, ConditionalRequestConflict, Changed",
    "404, NoSuchKey, Gone",
    "404, '', Gone",
    "404, NoSuchBucket, Refused",
    "403, InvalidObjectState, Archived",
    "403, AccessDenied, Denied",
    "401, '', Denied",
    "500, InternalError, Unreachable",
    "503, SlowDown, Unreachable",
    "400, RequestTimeout, Unreachable",
    "429, '', Unreachable",
    "200, InternalError, Unreachable",
    "501, NotImplemented, Unsupported",
    "400, MetadataTooLarge, Refused",
    "301, PermanentRedirect, Refused",
  })
  void haveAName(int status, String code, String name) {
    StoreException failure = S3Failures.of("PutObject", answer(status, code));
    assertThat(failure.getClass().getSimpleName()).isEqualTo(name);
    assertThat(failure).hasMessageContaining(String.valueOf(status)).hasNoCause();
  }

  @Test
  void quoteNothingOfWhatTheServerOrTheSdkSays() {
    String canary = "jane.roe@example.org";
    assertThat(S3Failures.of("PutObject", answer(403, canary)).getMessage()).doesNotContain("jane");
    assertThat(S3Failures.of("PutObject", SdkClientException.create(canary)))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageNotContaining("jane")
        .hasNoCause();
  }

  private static S3Exception answer(int status, String code) {
    return (S3Exception)
        S3Exception.builder()
            .message("jane.roe@example.org")
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }
}
