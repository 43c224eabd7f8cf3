package org.quietus.testing;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** A new bucket that keeps versions, seen with the SDK's own client. */
public final class Bucket implements AutoCloseable {
  private final S3Client client;
  private final String name = "b" + UUID.randomUUID();

  private Bucket(S3Server server) {
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
  }

  /** Makes a bucket that keeps versions. */
  public static Bucket versioned(S3Server server) {
    Bucket bucket = new Bucket(server);
    bucket.client.createBucket(r -> r.bucket(bucket.name));
    bucket.client.putBucketVersioning(
        r ->
            r.bucket(bucket.name)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    return bucket;
  }

  /** Makes a bucket with Object Lock, which keeps versions too. */
  public static Bucket locking(S3Server server) {
    Bucket bucket = new Bucket(server);
    bucket.client.createBucket(r -> r.bucket(bucket.name).objectLockEnabledForBucket(true));
    return bucket;
  }

  /** As a job file names it. */
  public String url() {
    return "s3://" + name + "/";
  }

  public String name() {
    return name;
  }

  public S3Client client() {
    return client;
  }

  /** Writes a further version. */
  public void put(String key, byte[] content) {
    client.putObject(r -> r.bucket(name).key(key), RequestBody.fromBytes(content));
  }

  /** The current content. */
  public byte[] get(String key) {
    return client.getObjectAsBytes(r -> r.bucket(name).key(key)).asByteArray();
  }

  /** The content of a version. */
  public byte[] get(ObjectVersion version) {
    return client
        .getObjectAsBytes(r -> r.bucket(name).key(version.key()).versionId(version.versionId()))
        .asByteArray();
  }

  /** Every version with content, by key and then from new to old. */
  public List<ObjectVersion> versions() {
    return list().versions();
  }

  /** The keys of delete markers, and of unfinished uploads that hold something. */
  public List<String> leftovers() {
    Stream<String> uploads =
        client.listMultipartUploads(r -> r.bucket(name)).uploads().stream()
            .filter(upload -> hasParts(upload.key(), upload.uploadId()))
            .map(MultipartUpload::key);
    Stream<String> markers = list().deleteMarkers().stream().map(DeleteMarkerEntry::key);
    return Stream.concat(markers, uploads).toList();
  }

  private boolean hasParts(String key, String upload) {
    return !client.listParts(r -> r.bucket(name).key(key).uploadId(upload)).parts().isEmpty();
  }

  private ListObjectVersionsResponse list() {
    return client.listObjectVersions(r -> r.bucket(name));
  }

  @Override
  public void close() {
    client.close();
  }
}
