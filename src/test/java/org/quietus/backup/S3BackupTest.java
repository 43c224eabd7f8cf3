package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** On a bucket that keeps versions. */
class S3BackupTest extends BackupContract {
  private final String bucket = "b" + UUID.randomUUID();
  private S3Client client;

  @Override
  Map<String, String> newStore(Path parent) {
    S3Server server = S3ProxyServer.shared();
    URI endpoint = server.endpoint();
    client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
            .build();
    client.createBucket(r -> r.bucket(bucket));
    client.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
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

  private List<ObjectVersion> versions() {
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
    String created = versions().get(0).lastModified().toString();
    shop().erase();
    assertThat(client.headObject(r -> r.bucket(bucket).key(DUMP)).metadata())
        .containsEntry("quietus-created", created);
  }
}
