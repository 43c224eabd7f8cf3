package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.CertificateLog.Entry;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.testing.Bucket;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;

/** A log in a bucket: whoever is killed between two of its writes leaves it to the next one. */
class CertificateLogInABucketTest {
  @TempDir Path directory;
  private final S3Server server = S3ProxyServer.shared();
  private final Bucket bucket = Bucket.versioned(server);
  private EvidenceStore store;
  private SigningKeys keys;

  @BeforeEach
  void open() {
    store =
        EvidenceStores.open(
            S3Settings.of(
                URI.create(bucket.url()),
                Optional.of(server.endpoint()),
                Optional.empty(),
                Optional.of(
                    new Credentials(server.accessKey(), server.secretKey(), Optional.empty()))),
            Clock.systemUTC());
    keys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
  }

  @AfterEach
  void closeClient() {
    bucket.close();
  }

  @Test
  void whoeverIsKilledBetweenAnyTwoWritesLeavesALogThatTheNextOneCompletes() {
    int kills = 0;
    for (int at = 0; at < 3; at++) {
      Entry entry = Entry.of("run-" + at + "-1", ("certificate " + at).getBytes(UTF_8));
      for (int writes = 0; ; writes++) {
        try {
          new CertificateLog(new KilledAfter(store, writes), keys).complete(List.of(entry));
          break;
        } catch (KilledAfter.Killed e) {
          kills++;
        }
      }
      LogContents contents = contents();
      assertThat(contents.problems()).isEmpty();
      assertThat(contents.size()).isEqualTo(at + 1);
      assertThat(
              contents.objection(
                  entry.digest(), store.read(EvidenceName.proof(entry.id())).orElseThrow()))
          .isEmpty();
    }
    assertThat(kills).isGreaterThan(10);
  }

  private LogContents contents() {
    byte[] vkey = store.read(EvidenceName.logKey(keys.keyId())).orElseThrow();
    return LogContents.read(store, NoteKey.parse(new String(vkey, UTF_8)));
  }
}
