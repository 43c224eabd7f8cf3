package org.quietus.objectstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.backup.set.ObjectStores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
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
    "400, ExpiredToken, Denied",
    "400, InvalidToken, Denied",
    "400, Throttling, Unreachable",
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
    StoreException failure = S3Failures.of("PutObject", "vault:9000", answer(status, code));
    assertThat(failure.getClass().getSimpleName()).isEqualTo(name);
    assertThat(failure).hasMessageContaining(String.valueOf(status)).hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "ListObjectVersions, NoSuchVersion, Unreachable",
    "ListObjectVersions, NoSuchKey, Unreachable",
    "ListObjectVersions, '', Unreachable",
    "ListObjectVersions, NoSuchBucket, Refused",
    "ListMultipartUploads, NoSuchUpload, Unreachable",
    "ListParts, NoSuchUpload, Gone",
    "GetObject, NoSuchVersion, Gone",
    "DeleteObject, NoSuchKey, Gone",
  })
  void ofAListingSayNothingOfWhetherAnObjectIsThere(String operation, String code, String name) {
    StoreException failure = S3Failures.of(operation, "vault:9000", answer(404, code));
    assertThat(failure.getClass().getSimpleName()).isEqualTo(name);
  }

  @Test
  void quoteNothingOfWhatTheServerOrTheSdkSays() {
    String canary = "jane.roe@example.org";
    assertThat(S3Failures.of("PutObject", "vault:9000", answer(403, canary)).getMessage())
        .doesNotContain("jane");
    assertThat(S3Failures.of("PutObject", "vault:9000", SdkClientException.create(canary)))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageNotContaining("jane")
        .hasNoCause();
  }

  static Stream<Arguments> silences() {
    return Stream.of(
        arguments(new UnknownHostException("jane"), "host name is unknown"),
        arguments(new ConnectException("jane"), "refuses the connection"),
        arguments(new SocketTimeoutException("jane"), "within the time limit"),
        arguments(new NoHttpResponseException("jane"), "closed the connection"),
        arguments(new SSLException("jane"), "agree on TLS"),
        arguments(new IOException("jane"), "no proper answer"));
  }

  @ParameterizedTest
  @MethodSource("silences")
  void sayWhyThereWasNoAnswerAndFromWhom(IOException cause, String words) {
    SdkClientException failure = SdkClientException.create("jane", cause);
    assertThat(S3Failures.of("GetObject", "vault:9000", failure))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("vault:9000")
        .hasMessageContaining(words)
        .hasMessageNotContaining("jane");
  }

  @Test
  void areNotRepeatedWhereACertificateIsNotTrusted() {
    SdkClientException failure =
        SdkClientException.create("jane", new SSLHandshakeException("jane"));
    assertThat(S3Failures.of("GetObject", "vault:9000", failure))
        .isInstanceOf(StoreException.Refused.class);
  }

  @Test
  void tellAProxysPageFromAnAnswerOfS3() throws IOException {
    HttpServer proxy = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          byte[] page = "<html><body>Please log in</body></html>".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().contains("denied") ? 403 : 200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    proxy.start();
    try {
      for (String bucket : List.of("denied", "welcome")) {
        assertThatThrownBy(() -> list(proxy.getAddress().getPort(), bucket))
            .as(bucket)
            .isInstanceOf(StoreException.Unreachable.class)
            .hasMessageContaining("unlike S3")
            .hasMessageContaining("proxy");
      }
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void giveUpAnEndpointThatAcceptsAConnectionAndSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> list(silent.getLocalPort(), "bucket"))
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessageContaining("localhost:" + silent.getLocalPort())
          .hasMessageContaining("within the time limit");
    }
  }

  private static void list(int port, String bucket) {
    S3Limits impatient =
        new S3Limits(
            Duration.ofMillis(300),
            new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(5)),
            S3Limits.DEFAULT.partSize(),
            S3Limits.DEFAULT.largestCopy(),
            S3Limits.DEFAULT.page());
    S3Settings settings =
        new S3Settings(
            bucket,
            "",
            Optional.of(URI.create("http://localhost:" + port)),
            Optional.empty(),
            Optional.of(new Credentials("key", "secret", Optional.empty())),
            S3Terms.PLAIN,
            impatient);
    try (ObjectStore store = ObjectStores.open(settings, Clock.systemUTC());
        Stream<ObjectVersion> versions = store.versions("")) {
      assertThat(versions.toList()).isEmpty();
    }
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
