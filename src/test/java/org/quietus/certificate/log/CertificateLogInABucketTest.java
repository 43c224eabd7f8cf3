package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

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

  @Test
  void whatWitnessesCosignedIsInTheCurrentVersions() {
    List<Entry> entries =
        List.of(Entry.of("run-1-1", new byte[] {1}), Entry.of("run-2-1", new byte[] {2}));
    new CertificateLog(store, keys).complete(entries);
    NoteKey log = LogKeys.in(store).get(0);
    Cosigner witness = Cosigner.named("w");
    TrustPolicy policy =
        new TrustPolicy(List.of(log), Map.of("W", witness.key()), new Quorum.OneWitness("W"));
    byte[] checkpoint = store.read(EvidenceName.ofLog(keys.keyId(), "checkpoint")).orElseThrow();
    byte[] line = witness.line(checkpoint, NOW);

    CosignedLog.Added added = new CosignedLog(store, log, policy, NOW).add(List.of(line));
    CosignedLog.Added again = new CosignedLog(store, log, policy, NOW).add(List.of(line));

    assertThat(added.checkpoints().get(0).proofs()).isEqualTo(2);
    assertThat(again.checkpoints().get(0).proofs()).isZero();
    Optional<byte[]> proof = store.read(EvidenceName.proof("run-2-1"));
    assertThat(LogCheck.of(new byte[] {2}, proof, List.of(log), policy, NOW).isGood()).isTrue();
    assertThat(CosignedPart.of(contents(), log, store, Optional.of(policy), NOW).entries())
        .isEqualTo(2);
  }

  private LogContents contents() {
    byte[] vkey = store.read(EvidenceName.logKey(keys.keyId())).orElseThrow();
    return LogContents.read(store, NoteKey.parse(new String(vkey, UTF_8)));
  }
}
