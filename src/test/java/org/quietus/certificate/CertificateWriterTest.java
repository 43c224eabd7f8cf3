package org.quietus.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.KilledAfter;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

class CertificateWriterTest {

  @TempDir Path directory;
  private EvidenceStore store;
  private CertificateWriter writer;
  private SigningKeys keys;
  private SigningKeys logKeys;

  @BeforeEach
  void openStore() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    keys = SigningKeys.generate(directory.resolve("keys"), Use.CERTIFICATES);
    logKeys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
    writer = new CertificateWriter(store, keys, logKeys);
  }

  @Test
  void issuesACertificateThatItsReaderFindsGood() {
    CertificateWriter.Issued issued = writer.issue(Examples.aRun());

    assertThat(issued.isNew()).isTrue();
    assertThat(reader().list())
        .containsExactly(
            new CertificateReader.Stored(
                "run-0b1c9f-1", new Verdict.Good(Examples.aRun(), keys.keyId())));
  }

  @Test
  void keepsTheCertificateOfAnEarlierAttempt() {
    Certificate first = Examples.aRun();
    writer.issue(first);

    CertificateWriter.Issued again = writer.issue(laterBySeconds(first, 3600));

    assertThat(again.isNew()).isFalse();
    assertThat(again.certificate()).isEqualTo(first);
  }

  @Test
  void thoseThatAreIssuedTogetherAreAllInTheLogInTheEnd() {
    writer.together(
        () -> {
          for (int n = 0; n < 260; n++) {
            writer.issue(Examples.aRunOf("run-" + n));
          }
          assertThat(store.list(EvidenceName.Folder.PROOFS)).hasSize(256);
          writer.issue(laterBySeconds(Examples.aRunOf("run-7"), 3600));
        });

    assertThat(store.list(EvidenceName.Folder.PROOFS)).hasSize(260);
    assertThat(writer.published().orElseThrow().size()).isEqualTo(260);
  }

  @Test
  void thoseThatAreIssuedTogetherCanBeReadAtOnce() {
    writer.together(
        () -> {
          writer.issue(Examples.aRunOf("run-1"));
          assertThat(writer.reader().list()).hasSize(1);
          writer.issue(Examples.aRunOf("run-2"));
        });

    assertThat(store.list(EvidenceName.Folder.PROOFS)).hasSize(2);
  }

  @Test
  void nothingIsWrittenOfWhatIsIssuedTogetherAndFails() {
    List<CertificateWriter.Issued> issued = new ArrayList<>();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                writer.together(
                    () -> {
                      issued.add(writer.issue(Examples.aRunOf("run-1")));
                      throw new IllegalStateException();
                    }));

    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).isEmpty();
    assertThat(issued).singleElement().matches(CertificateWriter.Issued::lacksPdf);
  }

  @Test
  void thoseThatAreIssuedTogetherAllHaveTheirPdfOrLackIt() {
    List<Certificate> rendered = new ArrayList<>();
    List<CertificateWriter.Issued> issued = new ArrayList<>();
    CertificateWriter rendering =
        rendering(
            certificate -> {
              if (certificate.id().equals("run-run-77-1")) {
                throw new IllegalStateException("no font");
              }
              return pdf(certificate, rendered);
            });

    rendering.together(
        () -> {
          for (int n = 0; n < 200; n++) {
            issued.add(rendering.issue(Examples.aRunOf("run-" + n)));
          }
        });

    assertThat(rendered.size()).isEqualTo(199);
    assertThat(store.list(EvidenceName.Folder.PDFS)).hasSize(199);
    assertThat(issued)
        .filteredOn(CertificateWriter.Issued::lacksPdf)
        .extracting(one -> one.certificate().id())
        .containsExactly("run-run-77-1");
  }

  /** As on a Java platform that lacks a part. */
  @Test
  void aCertificateStandsWhoseRenderingLacksAClass() {
    CertificateWriter rendering =
        rendering(
            certificate -> {
              throw new NoClassDefFoundError("java/awt/Font");
            });
    List<CertificateWriter.Issued> issued = new ArrayList<>();

    rendering.together(() -> issued.add(rendering.issue(Examples.aRunOf("run-1"))));
    issued.add(rendering.issue(Examples.aRunOf("run-2")));

    assertThat(issued).hasSize(2).allMatch(CertificateWriter.Issued::lacksPdf);
    assertThat(store.list(EvidenceName.Folder.PROOFS)).hasSize(2);
  }

  @Test
  void whatAFailureLeavesOutOfTheLogIsPutThereWithTheNextOne() {
    CertificateWriter killed =
        new CertificateWriter(new KilledAfter(store, 2), keys, keys); // its key and the certificate
    assertThatExceptionOfType(KilledAfter.Killed.class)
        .isThrownBy(() -> killed.together(() -> killed.issue(Examples.aRunOf("run-1"))));
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).hasSize(1);
    assertThat(store.list(EvidenceName.Folder.PROOFS)).isEmpty();

    writer.issue(Examples.aRunOf("run-2"));

    assertThat(store.list(EvidenceName.Folder.PROOFS)).hasSize(2);
    assertThat(writer.published().orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void putsAPdfBesideACertificateOnce() {
    List<Certificate> rendered = new ArrayList<>();
    CertificateWriter rendering = rendering(certificate -> pdf(certificate, rendered));

    assertThat(rendering.issue(Examples.aRun()).lacksPdf()).isFalse();
    assertThat(rendering.issue(laterBySeconds(Examples.aRun(), 3600)).lacksPdf()).isFalse();

    assertThat(rendered).containsExactly(Examples.aRun());
    assertThat(store.read(EvidenceName.pdf("run-0b1c9f-1"))).hasValue(new byte[] {1, 2});
  }

  @Test
  void putsAPdfBesideTheCertificateOfAnAttemptThatWasKilledBeforeIt() {
    writer.issue(Examples.aRun());
    List<Certificate> rendered = new ArrayList<>();

    rendering(certificate -> pdf(certificate, rendered))
        .issue(laterBySeconds(Examples.aRun(), 3600));

    assertThat(rendered).as("of the one that is there").containsExactly(Examples.aRun());
    assertThat(store.read(EvidenceName.pdf("run-0b1c9f-1"))).isPresent();
  }

  @Test
  void issuesACertificateOfWhichNoPdfCanBeMade() {
    CertificateWriter.Issued issued =
        rendering(
                certificate -> {
                  throw new IllegalStateException("no font");
                })
            .issue(Examples.aRun());

    assertThat(issued.lacksPdf()).isTrue();
    assertThat(issued.isNew()).isTrue();
    assertThat(reader().list())
        .extracting(CertificateReader.Stored::verdict)
        .allMatch(Verdict::isGood);
    assertThat(store.list(EvidenceName.Folder.PROOFS)).hasSize(1);
    assertThat(store.list(EvidenceName.Folder.PDFS)).isEmpty();
  }

  private static byte[] pdf(Certificate certificate, List<Certificate> rendered) {
    rendered.add(certificate);
    return new byte[] {1, 2};
  }

  private CertificateWriter rendering(Rendering rendering) {
    return new CertificateWriter(store, keys, logKeys, Optional.of(rendering));
  }

  @Test
  void refusesASecondTruthUnderTheSameId() {
    writer.issue(Examples.aRun());

    assertThatExceptionOfType(CertificateConflict.class)
        .isThrownBy(() -> writer.issue(Examples.aRun(Counts.NONE, 0, Set.of())))
        .withMessageContaining("run-0b1c9f-1")
        .withMessageContaining("attests something else");
  }

  @Test
  void leavesAForgedCertificateAndSaysSo() throws IOException {
    writer.issue(Examples.aRun());
    Path file = Path.of(store.locate(EvidenceName.certificate("run-0b1c9f-1")));
    Files.writeString(file, "{}");

    assertThatExceptionOfType(CertificateConflict.class)
        .isThrownBy(() -> writer.issue(Examples.aRun()))
        .withMessageContaining("not genuine");
    assertThat(file).hasContent("{}");
    assertThat(reader().find("run-0b1c9f-1").orElseThrow().verdict())
        .isInstanceOf(Verdict.NotAnEnvelope.class);
  }

  @Test
  void aCertificateUnderAnothersNameIsNotGood() throws IOException {
    writer.issue(Examples.aRun());
    Path file = Path.of(store.locate(EvidenceName.certificate("run-0b1c9f-1")));
    Files.copy(file, file.resolveSibling("run-other-1.json"));

    assertThat(reader().find("run-other-1").orElseThrow().verdict())
        .isInstanceOf(Verdict.Inconsistent.class);
    assertThat(reader().find("run-none-1")).isEmpty();
  }

  private CertificateReader reader() {
    return new CertificateReader(store, PublicKeys.in(store));
  }

  private static Certificate laterBySeconds(Certificate certificate, long seconds) {
    return Certificate.of(
        Identity.first(
            certificate.identity().type(),
            certificate.identity().occasion(),
            Examples.MORNING.plusSeconds(seconds)),
        certificate.authority(),
        certificate.clock(),
        certificate.subject(),
        certificate.targets(),
        certificate.verification(),
        certificate.residuals(),
        certificate.notRemoved(),
        certificate.recipients(),
        Set.of());
  }
}
