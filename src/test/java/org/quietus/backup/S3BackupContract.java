package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** What becomes of backups in a bucket that keeps versions, beyond {@link BackupContract}. */
abstract class S3BackupContract extends BackupContract {
  private final String bucket = "b" + UUID.randomUUID();
  private S3Client client;

  abstract S3Server server();

  /** Makes the bucket, with versions. */
  abstract void create(S3Client admin, String name);

  @Override
  final Map<String, String> newStore(Path parent) {
    S3Server server = server();
    URI endpoint = server.endpoint();
    client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .serviceConfiguration(c -> c.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
            .build();
    create(client, bucket);
    return Map.of(
        "STORE", "s3://" + bucket + "/",
        "ENDPOINT", endpoint.toString(),
        "ACCESS", server.accessKey(),
        "SECRET", server.secretKey());
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Override
  void put(String key, byte[] content) {
    client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  @Override
  byte[] get(String key) {
    return client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray();
  }

  @Override
  List<String> keys() {
    return client.listObjectsV2(r -> r.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  @Override
  void clear() {
    versions()
        .forEach(
            version ->
                client.deleteObject(
                    r -> r.bucket(bucket).key(version.key()).versionId(version.versionId())));
  }

  @Override
  int killsEvery() {
    return 5;
  }

  final S3Client client() {
    return client;
  }

  final String bucket() {
    return bucket;
  }

  /** Every version with content, by key and from new to old. */
  final List<ObjectVersion> versions() {
    return client.listObjectVersions(r -> r.bucket(bucket)).versions();
  }

  @Test
  void leavesNoVersionThatHoldsThePerson() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    dump(DUMP, ShopDump.ofTheDatabase().withoutAnn().row("address", "(8,'older, without her')"));
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().erase();
    assertThat(versions())
        .hasSize(2)
        .allSatisfy(
            version ->
                assertThat(
                        ShopDump.gunzip(
                            client
                                .getObjectAsBytes(
                                    r ->
                                        r.bucket(bucket)
                                            .key(version.key())
                                            .versionId(version.versionId()))
                                .asByteArray()))
                    .doesNotContain("Ann"));
    assertThat(shop().ends()).containsExactly("nightly clean 1", "nightly verified 2");
  }

  @Test
  void removesWhatLiesUnderADeleteMarkerAndTheMarker() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    client.deleteObject(r -> r.bucket(bucket).key(DUMP));
    shop().erase();
    assertThat(versions()).isEmpty();
    List<DeleteMarkerEntry> markers =
        client.listObjectVersions(r -> r.bucket(bucket)).deleteMarkers();
    assertThat(markers).isEmpty();
  }

  @Test
  void remembersWhenTheContentWasFirstCreated() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    // the headers of an object tell it in whole seconds
    Instant created = versions().get(0).lastModified().truncatedTo(ChronoUnit.SECONDS);
    shop().erase();
    assertThat(client.headObject(r -> r.bucket(bucket).key(DUMP)).metadata())
        .containsEntry("quietus-created", created.toString());
  }
}
