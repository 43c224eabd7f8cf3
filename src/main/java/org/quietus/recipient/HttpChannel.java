package org.quietus.recipient;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Posts each notice. A reply of 2xx acknowledges it; nothing else of a reply is read, and no
 * redirection is followed, so that identifiers go to no other host than the job file names.
 */
final class HttpChannel implements Channel {
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int ERROR = 400;

  private final URI address;
  private final Duration timeout;
  private final HttpClient client;

  HttpChannel(URI address, Duration timeout, SSLContext trust) {
    this.address = address;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .sslContext(trust)
            .build();
  }

  @Override
  public boolean isAcknowledged(String notice) {
    return false;
  }

  @Override
  public Notice.State tell(String notice, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", notice)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    int status = status(request);
    if (status >= OK && status < REDIRECTION) {
      return Notice.State.ACKNOWLEDGED;
    }
    throw ChannelFailed.refused(
        status >= REDIRECTION && status < ERROR ? "redirected" : "http-" + status);
  }

  /** The time-out of the client ends with the first byte; this one holds whatever comes. */
  private int status(HttpRequest request) {
    Future<HttpResponse<InputStream>> reply =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> head = reply.get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
      try (InputStream unread = head.body()) {
        return head.statusCode();
      }
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    } catch (IOException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      reply.cancel(true);
      throw ChannelFailed.unreachable("timed-out");
    } catch (InterruptedException e) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      throw ChannelFailed.unreachable("interrupted");
    }
  }

  private static ChannelFailed failure(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof HttpTimeoutException) {
        return ChannelFailed.unreachable("timed-out");
      }
      if (each instanceof SSLException) {
        return ChannelFailed.unreachable("tls-refused");
      }
      if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
        return ChannelFailed.unreachable("unknown-host");
      }
      if (each instanceof ConnectException) {
        return ChannelFailed.unreachable("no-connection");
      }
      if (each instanceof ProtocolException) {
        return ChannelFailed.refused("not-http");
      }
    }
    return ChannelFailed.refused("connection-lost");
  }

  @Override
  public List<String> left() {
    return List.of();
  }

  @Override
  public void clear(String notice) {
    // what was posted is the recipient's
  }
}
