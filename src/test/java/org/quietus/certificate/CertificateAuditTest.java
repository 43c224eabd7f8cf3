package org.quietus.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

class CertificateAuditTest {

  @TempDir Path directory;
  private EvidenceStore store;
  private SigningKeys keys;
  private SigningKeys logKeys;
  private Duration patience = Duration.ZERO;

  @BeforeEach
  void issueThree() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    keys = SigningKeys.generate(directory.resolve("keys"), Use.CERTIFICATES);
    logKeys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
    for (String run : List.of("one", "two", "three")) {
      writer().issue(Examples.aRunOf(run));
    }
  }

  @Test
  void findsNothingWrongWithAStoreThatNobodyTouched() {
    CertificateAudit.Report report = audit();

    assertThat(report.problems()).isEmpty();
    assertThat(report.certificates()).isEqualTo(3);
    assertThat(report.logs())
        .containsExactly(
            new CertificateAudit.Log("quietus-log/" + logKeys.keyId(), 3, Optional.empty()));
  }

  @Test
  void findsACertificateThatWasRemoved() throws IOException {
    Files.delete(certificate("run-two-1"));

    assertThat(problems()).contains("entry 1").contains("run-two-1 was removed");
  }

  @Test
  void findsACertificateThatWasRemovedWithItsProof() throws IOException {
    Files.delete(certificate("run-two-1"));
    Files.delete(Path.of(store.locate(EvidenceName.proof("run-two-1"))));

    assertThat(problems()).contains("the certificate of entry 1 was removed");
  }

  @Test
  void findsACertificateOfTheRightKeyThatWasNeverLogged() throws IOException {
    EvidenceStore elsewhere = EvidenceStores.at(directory.resolve("elsewhere"));
    new CertificateWriter(elsewhere, keys, logKeys).issue(Examples.aRunOf("four"));
    Files.copy(
        Path.of(elsewhere.locate(EvidenceName.certificate("run-four-1"))),
        certificate("run-four-1"));

    assertThat(problems()).contains("run-four-1 is in no log");
  }

  @Test
  void findsAnyChangedByteOfACertificate() throws IOException {
    Path file = certificate("run-two-1");
    byte[] right = Files.readAllBytes(file);
    for (int i = 0; i < right.length; i += 97) {
      byte[] wrong = right.clone();
      wrong[i] ^= 1;
      Files.write(file, wrong);
      assertThat(problems())
          .as("at " + i)
          .contains("run-two-1", "entry 1")
          .doesNotContain(".,", ".]");
    }
  }

  @Test
  void findsCertificatesThatChangedPlaces() throws IOException {
    Path other = directory.resolve("other");
    Files.move(certificate("run-one-1"), other);
    Files.move(certificate("run-two-1"), certificate("run-one-1"));
    Files.move(other, certificate("run-two-1"));

    assertThat(problems()).contains("run-one-1").contains("run-two-1").contains("wrong name");
  }

  @Test
  void findsAProofThatIsGone() throws IOException {
    Files.delete(Path.of(store.locate(EvidenceName.proof("run-two-1"))));

    assertThat(problems()).contains("the proof of certificate run-two-1: it is not there");
  }

  @Test
  void findsALogThatWasCutBackForWhoeverKeptItsCheckpoint() throws IOException {
    byte[] kept = store.read(EvidenceName.ofLog(logKeys.keyId(), "checkpoint")).orElseThrow();
    deleteAll(directory.resolve("evidence/log"));
    for (String run : List.of("one", "two", "three")) {
      Files.delete(Path.of(store.locate(EvidenceName.proof("run-" + run + "-1"))));
    }
    Files.delete(certificate("run-two-1"));
    writer().issue(Examples.aRunOf("three"));

    assertThat(audit().problems()).isEmpty();
    assertThat(audit(Optional.of(kept)).problems().toString()).contains("checkpoint that was kept");
  }

  @Test
  void certificatesFromBeforeThereWasALogAreTakenIntoIt() throws IOException {
    deleteAll(directory.resolve("evidence/log"));
    for (String run : List.of("one", "two")) {
      Files.delete(Path.of(store.locate(EvidenceName.proof("run-" + run + "-1"))));
    }
    Files.delete(Path.of(store.locate(EvidenceName.proof("run-three-1"))));

    writer().issue(Examples.aRunOf("four"));

    assertThat(audit().problems()).isEmpty();
    assertThat(audit().logs().get(0).entries()).isEqualTo(4);
  }

  @Test
  void certificatesOfAnEarlierKeyFromBeforeThereWasALogAreTakenIntoIt() throws IOException {
    EvidenceStore old = EvidenceStores.at(directory.resolve("old"));
    SigningKeys earlier = SigningKeys.generate(directory.resolve("earlier"), Use.CERTIFICATES);
    new CertificateWriter(old, earlier, logKeys).issue(Examples.aRunOf("first"));
    deleteAll(directory.resolve("old/log"));
    Files.delete(Path.of(old.locate(EvidenceName.proof("run-first-1"))));
    store = old;

    writer().issue(Examples.aRunOf("second"));

    assertThat(audit().problems()).isEmpty();
    assertThat(audit().logs().get(0).entries()).isEqualTo(2);
  }

  @Test
  void anAuditBesideARunFindsNothingWrong() throws Exception {
    patience = Duration.ofMinutes(1);
    AtomicBoolean ended = new AtomicBoolean();
    Thread run =
        new Thread(
            () -> {
              for (int i = 0; i < 60; i++) {
                writer().issue(Examples.aRunOf("n" + i));
              }
              ended.set(true);
            });
    run.start();
    do {
      assertThat(audit().problems()).isEmpty();
    } while (!ended.get());
    run.join();
  }

  @Test
  void aCertificateThatIsOnItsWayIntoTheLogIsWaitedFor() throws Exception {
    patience = Duration.ofMinutes(1);
    EvidenceStore elsewhere = EvidenceStores.at(directory.resolve("elsewhere"));
    new CertificateWriter(elsewhere, keys, logKeys).issue(Examples.aRunOf("four"));
    Files.copy(
        Path.of(elsewhere.locate(EvidenceName.certificate("run-four-1"))),
        certificate("run-four-1"));
    Thread run =
        new Thread(
            () -> {
              LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
              writer().issue(Examples.aRunOf("five"));
            });
    run.start();

    assertThat(audit().problems()).isEmpty();
    run.join();
  }

  @Test
  void aProofInTheLogOfAnotherIsAsGood() {
    SigningKeys others = SigningKeys.generate(directory.resolve("others"), Use.LOG);

    new CertificateWriter(store, keys, others).issue(Examples.aRunOf("one"));

    assertThat(audit().problems()).isEmpty();
  }

  @Test
  void aForgedCertificateIsNotTakenIntoTheLog() throws IOException {
    Files.writeString(certificate("run-forged-1"), "{}");

    writer().issue(Examples.aRunOf("four"));

    assertThat(audit().logs().get(0).entries()).isEqualTo(4);
    assertThat(problems()).contains("run-forged-1");
  }

  private String problems() {
    return audit().problems().toString();
  }

  private CertificateAudit.Report audit() {
    return audit(Optional.empty());
  }

  private CertificateAudit.Report audit(Optional<byte[]> kept) {
    byte[] vkey = store.read(EvidenceName.logKey(logKeys.keyId())).orElseThrow();
    return new CertificateAudit(
            store, PublicKeys.in(store), List.of(NoteKey.parse(new String(vkey, UTF_8))), patience)
        .report(kept);
  }

  private CertificateWriter writer() {
    return new CertificateWriter(store, keys, logKeys);
  }

  private Path certificate(String id) {
    return Path.of(store.locate(EvidenceName.certificate(id)));
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
