package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.testing.Bucket;
import org.quietus.testing.S3MockServer;
import org.quietus.testing.S3Relay;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.core.sync.RequestBody;

/** What a certificate says of a bucket that Amazon copies to another one. */
class ReplicatedBucketTest {
  private static final String SETS =
      """
      object-stores:
        vault: { url: "${VAULT}", endpoint: "${ENDPOINT}", access-key: "${ACCESS}", secret-key: "${SECRET}" }
        far: { url: "${FAR}", endpoint: "${ENDPOINT}", access-key: "${ACCESS}", secret-key: "${SECRET}" }
      backups:
        nightly: { of: shop, in: vault, objects: "nightly/*", format: opaque, keep: P90D, on-erasure: expire }
        there: { of: shop, in: far, objects: "THERE", format: opaque, keep: P90D, on-erasure: expire }
      """;

  @TempDir Path directory;
  private String told = "";

  private List<Residuals.Copy> replicas(String there) throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh("shop_replicated");
    try (Connection connection = engine.connect("shop_replicated")) {
      CrowdedShop.fill(connection);
    }
    S3Server server = S3MockServer.shared();
    try (Bucket bucket = Bucket.versioned(server);
        Bucket far = Bucket.versioned(server);
        S3Relay relay =
            new S3Relay(
                server.endpoint(),
                new S3Relay.Script() {
                  @Override
                  public Optional<String> instead(String request) {
                    return request.lines().findFirst().orElse("").contains("?replication ")
                            && request.contains("/" + bucket.name())
                        ? Optional.of(
                            "200<ReplicationConfiguration><Role>r</Role><Rule><ID>r</ID>"
                                + "<Status>Enabled</Status><Filter></Filter><Destination><Bucket>"
                                + "arn:aws:s3:::"
                                + far.name()
                                + "</Bucket></Destination></Rule>"
                                + "</ReplicationConfiguration>")
                        : Optional.empty();
                  }
                })) {
      bucket
          .client()
          .putObject(
              r -> r.bucket(bucket.name()).key("nightly/sunday"),
              RequestBody.fromString("everybody"));
      OpenedJob job =
          new OpenedJob(
                  directory,
                  engine.server(),
                  "shop_replicated",
                  CrowdedShop.JOB + SETS.replace("THERE", there))
              .with("VAULT", "s3://" + bucket.name() + "/")
              .with("FAR", "s3://" + far.name() + "/")
              .with("ENDPOINT", relay.endpoint().toString())
              .with("ACCESS", server.accessKey())
              .with("SECRET", server.secretKey());
      assertThat(job.generateKeys().exitCode()).isZero();
      String request = job.request("email: " + CrowdedShop.email(17));
      CommandRun run = job.run();
      told = run.out() + run.err();
      assertThat(run.exitCode()).as(told).isZero();
      return job.certificatesOf(request).get(0).residuals().copies();
    }
  }

  @Test
  void namesWhatStaysInTheOtherBucket() throws Exception {
    assertThat(replicas("other/*"))
        .extracting(copy -> copy.place(), copy -> copy.of(), copy -> copy.protection())
        .contains(tuple(Residuals.Place.REPLICA, "nightly", "replicated"));
    assertThat(told).contains("copies objects to bucket");
  }

  @Test
  void saysNothingWhereASetOfTheJobLooksAfterTheCopies() throws Exception {
    assertThat(replicas("nightly/*"))
        .extracting(copy -> copy.place())
        .contains(Residuals.Place.BACKUP)
        .doesNotContain(Residuals.Place.REPLICA);
    assertThat(told).doesNotContain("copies objects");
  }
}
