package org.quietus.certificate.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.quietus.evidence.Digest;

/** Asks a time-stamping authority over HTTP, RFC 3161 §3.4; it learns a digest, nothing else. */
public final class StampClient {
  private static final int LARGEST = 1 << 16;
  private static final int NONCE_BITS = 128;
  private static final int OK = 200;

  private final URI authority;
  private final Duration patience;

  /** {@code patience} is for the whole of a request, its reply included. */
  public StampClient(URI authority, Duration patience) {
    this.authority = authority;
    this.patience = patience;
  }

  /**
   * The reply of the authority, which is an answer to this request; who signed it is not checked.
   *
   * @throws StampRefused if there is none
   */
  byte[] stamp(byte[] content) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    TimeStampRequest request =
        generator.generate(
            TSPAlgorithms.SHA256,
            Digest.of(content).bytes(),
            new BigInteger(NONCE_BITS, new SecureRandom()));
    try {
      byte[] reply = post(request.getEncoded());
      TimeStampResponse response = new TimeStampResponse(reply);
      response.validate(request);
      if (response.getTimeStampToken() == null) {
        throw new StampRefused("the authority did not grant it: status " + response.getStatus());
      }
      return reply;
    } catch (TSPException e) {
      throw new StampRefused("the reply is not to this request: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      if (e instanceof StampRefused refused) {
        throw refused;
      }
      throw new StampRefused("the reply is not a time-stamp: " + e.getClass().getSimpleName());
    }
  }

  private byte[] post(byte[] query) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(authority)
            .timeout(patience)
            .header("Content-Type", "application/timestamp-query")
            .POST(HttpRequest.BodyPublishers.ofByteArray(query))
            .build();
    CompletableFuture<HttpResponse<byte[]>> reply =
        client.sendAsync(request, head -> new BoundedBody(LARGEST));
    try {
      HttpResponse<byte[]> whole = reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (whole.statusCode() != OK) {
        throw new StampRefused("the authority answered with HTTP status " + whole.statusCode());
      }
      return whole.body();
    } catch (TimeoutException e) {
      throw new StampRefused("the authority did not answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new StampRefused("the authority cannot be asked: " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StampRefused("interrupted");
    } finally {
      reply.cancel(true);
    }
  }

  private static String reason(ExecutionException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
