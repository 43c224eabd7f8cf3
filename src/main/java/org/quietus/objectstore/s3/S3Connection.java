package org.quietus.objectstore.s3;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.SystemHeader;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.Tag;

/** The SDK's client for one bucket, its retries, and the names of our keys in that bucket. */
public final class S3Connection implements AutoCloseable {
  /** Each of 64 objects that are worked on at once is open while another is written. */
  private static final int MOST_CONNECTIONS = 200;

  private final S3Settings settings;
  private final S3Credentials credentials;
  private final S3Client client;
  private final Retry retry;

  public S3Connection(S3Settings settings, Clock clock) {
    this(settings, new S3Credentials(settings), clock);
  }

  private S3Connection(S3Settings settings, S3Credentials credentials, Clock clock) {
    this(
        settings,
        credentials,
        client(settings, credentials),
        new Retry(settings.limits().retry(), clock));
  }

  private S3Connection(
      S3Settings settings, S3Credentials credentials, S3Client client, Retry retry) {
    this.settings = settings;
    this.credentials = credentials;
    this.client = client;
    this.retry = retry;
  }

  /** The same client with less patience; closed with this one. */
  S3Connection hasty(Clock clock) {
    return new S3Connection(
        settings, credentials, client, new Retry(settings.limits().retry().hasty(), clock));
  }

  public S3Client client() {
    return client;
  }

  S3Settings settings() {
    return settings;
  }

  Retry retry() {
    return retry;
  }

  String bucket() {
    return settings.bucket();
  }

  String nameOf(ObjectKey key) {
    return settings.root() + key.value();
  }

  ObjectKey keyOf(String name) {
    return new ObjectKey(name.substring(settings.root().length()));
  }

  /** Makes a call that may be repeated without harm. */
  <T> T call(String operation, Supplier<T> call) {
    return retry.call(attempt -> once(operation, call));
  }

  /** Makes a call once. */
  <T> T once(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw S3Failures.of(operation, server(), e);
    }
  }

  /**
   * Makes a call that reads an object, with the customer's key if there is one, and without it if
   * the object is not encrypted with a key of its own.
   */
  <T> T keyed(String operation, Function<Map<String, String>, T> call) {
    Optional<CustomerKey> key = settings.terms().customerKey();
    if (key.isEmpty()) {
      return call(operation, () -> call.apply(Map.of()));
    }
    return retry.call(
        attempt -> {
          try {
            return once(operation, () -> call.apply(key.get().headers()));
          } catch (StoreException.Refused | StoreException.Denied withKey) {
            try {
              return once(operation, () -> call.apply(Map.of()));
            } catch (StoreException.Refused e) {
              throw new StoreException.Denied(
                  "it is encrypted with another key (SSE-C) than that of 'customer-key'");
            }
          }
        });
  }

  /** What a write says of an object that is encrypted with the customer's key. */
  Map<String, String> keyHeaders(Attributes attributes) {
    return attributes.headers().containsKey(SystemHeader.CUSTOMER_ENCRYPTION)
        ? settings
            .terms()
            .customerKey()
            .orElseThrow(
                () ->
                    new StoreException.Denied("the key of an object (SSE-C) is not known any more"))
            .headers()
        : Map.of();
  }

  /** Headers of a request beside what the SDK knows. */
  static AwsRequestOverrideConfiguration with(Map<String, String> headers) {
    AwsRequestOverrideConfiguration.Builder configuration =
        AwsRequestOverrideConfiguration.builder();
    headers.forEach(configuration::putHeader);
    return configuration.build();
  }

  /** The tags of a version. */
  Map<String, String> tags(Pin pin) {
    return call(
            "GetObjectTagging",
            () ->
                client.getObjectTagging(
                    r -> r.bucket(bucket()).key(nameOf(pin.key())).versionId(pin.versionId())))
        .tagSet()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private String server() {
    return settings.endpoint().map(S3Connection::server).orElse("S3");
  }

  /** Host and port of an endpoint. */
  static String server(URI endpoint) {
    return endpoint.getHost() + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
  }

  @Override
  public void close() {
    client.close();
    credentials.close();
  }

  private static S3Client client(S3Settings settings, S3Credentials credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                ApacheHttpClient.builder()
                    .maxConnections(MOST_CONNECTIONS)
                    .connectionTimeout(settings.limits().timeout())
                    .socketTimeout(settings.limits().timeout()))
            // Our own retries know which writes took effect though their reply was lost.
            .overrideConfiguration(
                c -> {
                  c.retryStrategy(AwsRetryStrategy.doNotRetry())
                      .addExecutionInterceptor(new S3WebPages());
                  if (settings.terms().requesterPays()) {
                    c.putHeader("x-amz-request-payer", "requester");
                  }
                })
            // Other checksums than those that we ask for would be of parts alone, and their upload
            // knows of none; each part has an MD5.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .credentialsProvider(credentials.provider());
    settings.region().map(Region::of).ifPresent(builder::region);
    settings
        .endpoint()
        .ifPresent(
            endpoint -> {
              builder
                  .endpointOverride(endpoint)
                  .region(Region.of(settings.region().orElse("us-east-1")))
                  .serviceConfiguration(
                      S3Configuration.builder()
                          .pathStyleAccessEnabled(true)
                          .chunkedEncodingEnabled(false)
                          .build())
                  .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
            });
    try {
      return builder.build();
    } catch (SdkException e) {
      throw new StoreException.Refused("no region is configured for S3; set AWS_REGION");
    }
  }
}
