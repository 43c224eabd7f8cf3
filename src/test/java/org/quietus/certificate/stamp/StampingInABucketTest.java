package org.quietus.certificate.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.CertificateRetention;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Examples;
import org.quietus.certificate.log.KilledAfter;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName.Folder;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.testing.Bucket;
import org.quietus.testing.LocalAuthority;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;

/** Time-stamps in a bucket: kills between two writes, and that they go with what they prove. */
class StampingInABucketTest {
  private static final Instant LATER = Instant.parse("2060-01-01T00:00:00Z");

  @TempDir Path directory;
  private final S3Server server = S3ProxyServer.shared();
  private final Bucket bucket = Bucket.versioned(server);
  private LocalAuthority authority;
  private EvidenceStore store;
  private CertificateWriter writer;

  @BeforeEach
  void open() throws IOException {
    authority = new LocalAuthority(directory);
    store =
        EvidenceStores.open(
            S3Settings.of(
                URI.create(bucket.url()),
                Optional.of(server.endpoint()),
                Optional.empty(),
                Optional.of(
                    new Credentials(server.accessKey(), server.secretKey(), Optional.empty()))),
            Clock.systemUTC());
    writer =
        new CertificateWriter(
            store,
            SigningKeys.generate(directory.resolve("keys"), Use.CERTIFICATES),
            SigningKeys.generate(directory.resolve("keys"), Use.LOG));
    writer.issue(Examples.aRunOf("one"));
    writer.issue(Examples.aRunOf("two"));
  }

  @AfterEach
  void close() {
    authority.close();
    bucket.close();
  }

  private boolean stamp(EvidenceStore place) {
    return new Stamping(
            place,
            new StampClient(authority.url(), Duration.ofSeconds(30)),
            StampAuthority.load(authority.certificate("ca")))
        .stamp(writer.published().orElseThrow());
  }

  private CertificateAudit.Report audit() {
    return new CertificateAudit(store, PublicKeys.in(store), LogKeys.in(store))
        .stampedBy(StampAuthority.load(authority.certificate("ca")))
        .report(Optional.empty());
  }

  @Test
  void whoIsKilledBetweenAnyTwoWritesStampsTheNextTime() {
    int kills = 0;
    for (int writes = 0; ; writes++) {
      try {
        assertThat(stamp(new KilledAfter(store, writes))).isTrue();
        break;
      } catch (KilledAfter.Killed e) {
        kills++;
        assertThat(audit().problems()).isEmpty();
        assertThat(audit().logs().get(0).stamps()).isEmpty();
      }
    }
    assertThat(kills).isEqualTo(2);
    assertThat(stamp(store)).isFalse();
    assertThat(audit().problems()).isEmpty();
    assertThat(audit().logs().get(0).stamps())
        .singleElement()
        .satisfies(one -> assertThat(one.entries()).isEqualTo(2));
  }

  @Test
  void aTimeStampGoesWithTheLastCertificateThatItProvesTheTimeOf() {
    stamp(store);
    writer.issue(Examples.aRequest());
    stamp(store);

    CertificateRetention.Done done =
        writer
            .retention()
            .apply(
                new CertificateRetention.Rule("shop", Period.ofYears(10), ZoneOffset.UTC),
                new CertificateRetention.Needed() {
                  @Override
                  public boolean byHold(String reference) {
                    return false;
                  }

                  @Override
                  public boolean byRequest(String id) {
                    return true;
                  }
                },
                LATER);

    assertThat(done).isEqualTo(new CertificateRetention.Done(2, 0));
    assertThat(store.list(Folder.STAMPS))
        .singleElement()
        .satisfies(name -> assertThat(name.stem()).endsWith("000003"));
    assertThat(store.list(Folder.STAMPED)).hasSize(1);
    CertificateAudit.Report report = audit();
    assertThat(report.problems()).isEmpty();
    assertThat(report.removed()).isEqualTo(2);
    assertThat(report.certificates()).isEqualTo(1);
  }
}
