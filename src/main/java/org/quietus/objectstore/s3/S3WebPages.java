package org.quietus.objectstore.s3;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Refuses a web page in place of an answer of S3, e.g. a proxy's: the SDK would read it as an empty
 * listing, and everything would seem to be gone.
 */
public final class S3WebPages implements ExecutionInterceptor {

  /** The cause of what is thrown. */
  static final class Seen extends IOException {}

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    SdkHttpResponse answer = context.httpResponse();
    boolean page =
        answer
            .firstMatchingHeader("Content-Type")
            .filter(type -> type.contains("html"))
            .isPresent();
    if (page
        && answer.firstMatchingHeader("x-amz-request-id").isEmpty()
        && answer.firstMatchingHeader("ETag").isEmpty()) {
      throw SdkClientException.create("a web page", new Seen());
    }
  }
}
