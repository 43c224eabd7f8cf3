package org.quietus.backup;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.quietus.objectstore.Attributes;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Tag;

/** A bucket of its own that keeps versions. */
public final class BucketVault implements Vault {
  private static final Pattern OF_THE_ANSWER =
      Pattern.compile(
          "(?i)date|etag|last-modified|content-length|connection|keep-alive|server|accept-ranges"
              + "|x-amz-(request-id|id-2|version-id|meta-quietus-.*)|x-rgw-.*");

  private final String bucket = "b" + UUID.randomUUID();
  private final S3Server server;
  private final URI endpoint;
  private final S3Client client;

  /** A new one on that server. */
  public BucketVault(S3Server server) {
    this(server, server.endpoint(), false);
  }

  /** With Object Lock. */
  public static BucketVault locking(S3Server server) {
    return new BucketVault(server, server.endpoint(), true);
  }

  /** The product reaches the server by another way than this. */
  static BucketVault through(URI endpoint, S3Server server) {
    return new BucketVault(server, endpoint, false);
  }

  private BucketVault(S3Server server, URI endpoint, boolean locks) {
    this.server = server;
    this.endpoint = endpoint;
    client =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .serviceConfiguration(c -> c.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
            .build();
    client.createBucket(r -> r.bucket(bucket).objectLockEnabledForBucket(locks ? true : null));
    client.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
  }

  S3Client client() {
    return client;
  }

  String bucket() {
    return bucket;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "STORE", "s3://" + bucket + "/",
        "ENDPOINT", endpoint.toString(),
        "ACCESS", server.accessKey(),
        "SECRET", server.secretKey());
  }

  @Override
  public void put(String key, byte[] content) {
    client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  /** An object that says itself when it was made. */
  public void put(String key, byte[] content, Instant made) {
    client.putObject(
        r -> r.bucket(bucket).key(key).metadata(Map.of(Attributes.CREATED, made.toString())),
        RequestBody.fromBytes(content));
  }

  @Override
  public byte[] get(String key) {
    return client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray();
  }

  @Override
  public List<String> keys() {
    return client.listObjectsV2(r -> r.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .filter(BucketVault::isNoProbe)
        .toList();
  }

  @Override
  public List<byte[]> contents() {
    return versions().stream()
        .filter(version -> isNoProbe(version.key()))
        .map(this::content)
        .toList();
  }

  /** A probe that could not clean up after itself leaves that to one on another day. */
  private static boolean isNoProbe(String key) {
    return !key.startsWith("quietus-probe/");
  }

  /**
   * Uploads that hold something. Where the reply to its beginning was lost, an upload is left that
   * nobody knows of and nothing is in.
   */
  long filledUploads() {
    return client.listMultipartUploads(r -> r.bucket(bucket)).uploads().stream()
        .filter(upload -> isNoProbe(upload.key()))
        .filter(
            upload ->
                !client
                    .listParts(r -> r.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()))
                    .parts()
                    .isEmpty())
        .count();
  }

  /**
   * All that the server says of an object beside its content: headers as they come, but for those
   * that are of the version or of the answer, tags, and who may do what.
   */
  Map<String, String> beside(String key) {
    Map<String, String> all = new TreeMap<>();
    client
        .headObject(r -> r.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED))
        .sdkHttpResponse()
        .headers()
        .forEach(
            (name, values) ->
                all.put(
                    name.toLowerCase(Locale.ROOT),
                    name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum-")
                        ? "one of these bytes"
                        : values.toString()));
    all.keySet().removeIf(name -> OF_THE_ANSWER.matcher(name).matches());
    all.put(
        "tags",
        client.getObjectTagging(r -> r.bucket(bucket).key(key)).tagSet().stream()
            .map(Tag::toString)
            .sorted()
            .toList()
            .toString());
    all.put(
        "grants",
        client.getObjectAcl(r -> r.bucket(bucket).key(key)).grants().stream()
            .map(grant -> grant.grantee().id() + grant.grantee().uri() + grant.permission())
            .sorted()
            .toList()
            .toString());
    return all;
  }

  private byte[] content(ObjectVersion version) {
    return client
        .getObjectAsBytes(r -> r.bucket(bucket).key(version.key()).versionId(version.versionId()))
        .asByteArray();
  }

  @Override
  public void delete(String key) {
    client.deleteObject(r -> r.bucket(bucket).key(key));
  }

  @Override
  public void clear() {
    versions().forEach(version -> delete(version.key(), version.versionId()));
    markers().forEach(marker -> delete(marker.key(), marker.versionId()));
  }

  private void delete(String key, String versionId) {
    client.deleteObject(r -> r.bucket(bucket).key(key).versionId(versionId));
  }

  List<ObjectVersion> versions() {
    return client.listObjectVersions(r -> r.bucket(bucket)).versions();
  }

  List<DeleteMarkerEntry> markers() {
    return client.listObjectVersions(r -> r.bucket(bucket)).deleteMarkers();
  }

  /** Locks every version that is there in mode COMPLIANCE. */
  void lockUntil(Instant end) {
    for (ObjectVersion version : versions()) {
      client.putObjectRetention(
          r ->
              r.bucket(bucket)
                  .key(version.key())
                  .versionId(version.versionId())
                  .retention(
                      lock -> lock.mode(ObjectLockRetentionMode.COMPLIANCE).retainUntilDate(end)));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
