package org.quietus.objectstore.s3;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.NoHttpResponseException;
import org.quietus.objectstore.StoreException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Why there was no answer from S3, read from the types of the exceptions alone. */
public enum S3Silence {
  NOT_S3(
      S3WebPages.Seen.class,
      "its answer is a web page, unlike S3; check the 'endpoint', and whether a proxy is in"
          + " between"),
  UNKNOWN_HOST(UnknownHostException.class, "its host name is unknown here"),
  CONNECT_TIMEOUT(
      org.apache.http.conn.ConnectTimeoutException.class,
      "it gave no answer within the time limit"),
  TIMEOUT(SocketTimeoutException.class, "it gave no answer within the time limit"),
  CALL_TIMEOUT(ApiCallTimeoutException.class, "it gave no answer within the time limit"),
  NO_ROUTE(NoRouteToHostException.class, "there is no route to it"),
  REFUSED(ConnectException.class, "it refuses the connection"),
  NOT_TRUSTED(SSLPeerUnverifiedException.class, "its TLS certificate is for another host"),
  HANDSHAKE(
      SSLHandshakeException.class,
      "this program and it cannot agree on TLS; check its certificate and 'endpoint'"),
  TLS(SSLException.class, "this program and it cannot agree on TLS"),
  CLOSED(NoHttpResponseException.class, "it closed the connection without an answer"),
  BROKEN(java.net.SocketException.class, "the connection broke"),
  OTHER(failure -> true, "there was no proper answer");

  private final Predicate<Throwable> seen;
  private final String words;

  S3Silence(Predicate<Throwable> seen, String words) {
    this.seen = seen;
    this.words = words;
  }

  S3Silence(Class<? extends Throwable> type, String words) {
    this(type::isInstance, words);
  }

  public static S3Silence of(SdkException failure) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
            .limit(20)
            .toList();
    return Stream.of(values())
        .filter(silence -> causes.stream().anyMatch(silence.seen))
        .findFirst()
        .orElse(OTHER);
  }

  /** A certificate that is not trusted will not be in a minute; everything else may pass. */
  public StoreException told(String server, String operation) {
    String message = "%s cannot be asked for %s: %s".formatted(server, operation, words);
    return this == NOT_TRUSTED || this == HANDSHAKE
        ? new StoreException.Refused(message)
        : new StoreException.Unreachable(message);
  }
}
