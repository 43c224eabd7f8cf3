package org.quietus.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.CertificateRetention.Done;
import org.quietus.certificate.CertificateRetention.Rule;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.log.KilledAfter;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.seal.CanonicalJson;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.JobKeys;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.Passphrase;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.certificate.seal.SuccessorKey;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceName.Folder;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

class CertificateRetentionTest {
  private static final Instant OLD = Instant.parse("2016-01-31T12:00:00Z");
  private static final Instant LATER = Instant.parse("2016-03-01T12:00:00Z");
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
  private static final Rule RULE = new Rule("shop", Period.ofYears(10), ZoneId.of("Europe/Berlin"));

  @TempDir Path directory;
  private EvidenceStore store;
  private SigningKeys keys;
  private SigningKeys logKeys;
  private final Set<String> holds = new HashSet<>();
  private final Set<String> openRequests = new HashSet<>();

  @BeforeEach
  void makeKeys() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    keys = SigningKeys.generate(directory.resolve("keys"), Use.CERTIFICATES);
    logKeys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
  }

  private static Certificate run(String id, int sequence, Instant issued) {
    return run(id, sequence, issued, NotRemoved.NOTHING, List.of());
  }

  private static Certificate run(
      String id, int sequence, Instant issued, NotRemoved left, List<Residuals.Copy> copies) {
    Certificate like = Examples.aRun();
    Occasion occasion = Occasion.run(id);
    return Certificate.of(
        new Identity(
            occasion.certificateId(sequence),
            1,
            sequence == 1 ? CertificateType.RETENTION_RUN : CertificateType.FOLLOW_UP,
            occasion,
            sequence,
            issued,
            sequence == 1 ? Optional.empty() : Optional.of(occasion.certificateId(sequence - 1))),
        like.authority(),
        like.clock(),
        like.subject(),
        like.targets(),
        like.verification(),
        Residuals.of(copies),
        left,
        like.recipients(),
        Set.of());
  }

  private static Residuals.Copy copy(String last, boolean followUp) {
    return new Residuals.Copy(
        Residuals.Place.BACKUP,
        "nightly",
        "locked",
        Optional.ofNullable(last).map(LocalDate::parse),
        followUp);
  }

  private void issue(Certificate certificate) {
    new CertificateWriter(store, keys, logKeys, Optional.of(shown -> new byte[] {'%'}))
        .issue(certificate);
  }

  private Done apply(EvidenceStore place, Instant now) {
    return new CertificateRetention(place, keys, logKeys)
        .apply(
            RULE,
            new CertificateRetention.Needed() {
              @Override
              public boolean byHold(String reference) {
                return holds.contains(reference);
              }

              @Override
              public boolean byRequest(String id) {
                return openRequests.contains(id);
              }
            },
            now);
  }

  private CertificateAudit.Report audit() {
    return new CertificateAudit(store, keys.publicKeys(), LogKeys.in(store), Duration.ofMillis(1))
        .report(Optional.empty());
  }

  private List<String> there() {
    return store.list(Folder.CERTIFICATES).stream().map(EvidenceName::stem).toList();
  }

  @Test
  void removesWhatIsOlderThanItsPeriodWithAllThatIsBesideIt() {
    issue(run("a", 1, OLD));
    issue(run("b", 1, OLD.plus(Duration.ofDays(1)))); // the first of February in Berlin
    List<EvidenceName> beside =
        List.of(EvidenceName.pdf("run-a-1"), EvidenceName.receipt("run-a-1"));
    store.putIfAbsent(EvidenceName.receipt("run-a-1"), new byte[1]);
    assertThat(beside).allSatisfy(name -> assertThat(store.read(name)).isPresent());
    assertThat(apply(store, NOW)).isEqualTo(new Done(1, 0));

    assertThat(there()).containsExactly("run-b-1");
    assertThat(store.read(EvidenceName.proof("run-a-1"))).isEmpty();
    assertThat(beside).allSatisfy(name -> assertThat(store.read(name)).isEmpty());
    CertificateAudit.Report report = audit();
    assertThat(report.problems()).isEmpty();
    assertThat(report.removed()).isEqualTo(1);
    assertThat(report.logs().get(0).entries()).isEqualTo(3);
    assertThat(apply(store, NOW)).isEqualTo(new Done(0, 0));
    assertThat(store.list(Folder.REMOVALS)).hasSize(1);
  }

  @Test
  void doesSoOnTheDayOnWhichThePeriodIsOverInTheZoneOfTheJob() {
    issue(run("a", 1, Instant.parse("2016-01-31T22:59:59Z")));
    Instant lastMoment = Instant.parse("2026-01-31T22:59:59Z");
    assertThat(apply(store, lastMoment).removed()).isZero();
    assertThat(apply(store, lastMoment.plusSeconds(1)).removed()).isEqualTo(1);
    assertThat(audit().problems()).isEmpty();
  }

  /** A month and five days before the third of March is more than that after a short February. */
  @Test
  void countsMonthsAndDaysOfAPeriodBackFromTheDay() {
    issue(run("a", 1, Instant.parse("2026-01-28T12:00:00Z")));
    Rule rule = new Rule("shop", Period.of(0, 1, 5), ZoneId.of("Europe/Berlin"));
    Instant third = Instant.parse("2026-03-02T23:00:00Z");
    assertThat(new CertificateRetention(store, keys, logKeys).apply(rule, NOBODY, third))
        .isEqualTo(new Done(1, 0));
    assertThat(audit().problems()).isEmpty();
  }

  @Test
  void aCertificateThatSomebodyElseRemovedIsStillMissed() throws IOException {
    issue(run("a", 1, OLD));
    issue(run("b", 1, OLD));
    issue(run("c", 1, NOW));
    apply(store, NOW);
    Files.delete(Path.of(store.locate(EvidenceName.certificate("run-c-1"))));
    Files.delete(Path.of(store.locate(EvidenceName.proof("run-c-1"))));

    CertificateAudit.Report report = audit();
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("the certificate of entry 2 was removed");
    assertThat(report.removed()).isEqualTo(2);
  }

  @Test
  void whatIsRemovedWithoutTheStatementOrWithAnothersIsMissed() throws IOException {
    issue(run("a", 1, OLD));
    issue(run("b", 1, NOW));
    apply(store, NOW);
    EvidenceName name = store.list(Folder.REMOVALS).get(0);
    byte[] right = store.read(name).orElseThrow();
    Path file = Path.of(store.locate(name));

    Files.delete(file);
    assertThat(audit().problems())
        .anyMatch(what -> what.contains("the certificate of entry 0 was removed"))
        .anyMatch(what -> what.contains("the certificate of entry 2 was removed"));

    SigningKeys stranger = SigningKeys.generate(directory.resolve("other"), Use.CERTIFICATES);
    Removal says = Removal.read(right, keys.publicKeys()).orElseThrow();
    Files.write(file, says.signedBy(stranger));
    assertThat(audit().problems())
        .anyMatch(what -> what.contains("is not signed by a trusted key"))
        .anyMatch(what -> what.contains("the certificate of entry 0 was removed"));

    for (int place = 0; place < right.length; place += 5) {
      byte[] flipped = right.clone();
      flipped[place] ^= 1;
      Files.write(file, flipped);
      assertThat(audit().problems()).as("byte %d", place).isNotEmpty();
    }
    Files.write(file, right);
    assertThat(audit().problems()).isEmpty();
  }

  @Test
  void aStatementExcusesOnlyWhatIsBeforeItInTheLog() throws IOException {
    issue(run("a", 1, OLD));
    Certificate toCome = run("b", 1, NOW);
    Digest digest = Digest.of(DsseEnvelope.sign(Statement.of(toCome).bytes(), keys).bytes());
    byte[] early =
        Removal.of(
                "shop",
                Period.ofYears(10),
                RULE.cutoff(NOW),
                NOW,
                List.of(new Removal.Gone("run-x-1", logKeys.keyId(), 2, digest, OLD)))
            .signedBy(keys);
    EvidenceName name = Removal.nameOf(early);
    store.putIfAbsent(name, early);
    new CertificateLog(store, logKeys)
        .complete(List.of(CertificateLog.Entry.of(name.stem(), early)));
    issue(toCome);
    assertThat(audit().problems()).anyMatch(what -> what.contains("a place that it never had"));
    Files.delete(Path.of(store.locate(EvidenceName.certificate("run-b-1"))));
    assertThat(audit().problems())
        .anyMatch(what -> what.contains("the certificate of entry 2 was removed"));
  }

  @Test
  void aStatementCannotRemoveWhatItsRuleKeeps() {
    Removal.Gone young = new Removal.Gone("run-a-1", "0".repeat(32), 0, Digest.of("a"), LATER);
    assertThatThrownBy(() -> Removal.of("shop", Period.ofYears(10), OLD, NOW, List.of(young)))
        .hasMessageContaining("issued after its cutoff");
    assertThatThrownBy(
            () ->
                Removal.of(
                    "shop",
                    Period.ofYears(10),
                    LATER.plusSeconds(1).plus(Duration.ofDays(3)),
                    NOW,
                    List.of(young)))
        .hasMessageContaining("later than its rule allows");
  }

  @Test
  void whatIsStillNeededStays() {
    NotRemoved held =
        new NotRemoved(
            List.of(),
            List.of(
                new NotRemoved.Hold(
                    "shop.visit", "case-7", "litigation", LocalDate.EPOCH, List.of())),
            List.of());
    issue(run("held", 1, OLD, held, List.of()));
    issue(run("follow", 1, OLD, NotRemoved.NOTHING, List.of(copy("2016-06-01", true))));
    issue(run("lasts", 1, OLD, NotRemoved.NOTHING, List.of(copy("2026-02-01", false))));
    issue(run("lapsed", 1, OLD, NotRemoved.NOTHING, List.of(copy("2026-01-31", false))));
    issue(run("followed", 1, OLD, NotRemoved.NOTHING, List.of(copy("2016-02-01", true))));
    issue(run("followed", 2, LATER));
    holds.add("case-7");

    assertThat(apply(store, NOW).removed()).as("only the one that lapsed").isEqualTo(1);
    assertThat(there()).hasSize(5).doesNotContain("run-lapsed-1");
    holds.clear();
    Instant later = NOW.plus(Duration.ofDays(60));
    assertThat(apply(store, later).removed()).as("held, lasts, both of followed").isEqualTo(4);
    assertThat(there()).containsExactly("run-follow-1");
    assertThat(audit().problems()).isEmpty();
    assertThat(audit().removed()).isEqualTo(5);
  }

  @Test
  void aRequestThatIsNotSettledKeepsItsCertificates() {
    Certificate request = Examples.aRequest();
    String id = request.identity().occasion().id();
    issue(request);
    Instant later = Instant.parse("2060-01-01T00:00:00Z");
    openRequests.add(id);
    assertThat(apply(store, later).removed()).isZero();
    openRequests.clear();
    int copies = request.residuals().copies().size();
    assertThat(apply(store, later).removed()).isEqualTo(copies == 0 ? 1 : 0);
  }

  @Test
  void certificatesOfAnotherJobAndThoseThatAreNotGoodStay() throws IOException {
    issue(run("a", 1, OLD));
    issue(run("b", 1, OLD));
    Path file = Path.of(store.locate(EvidenceName.certificate("run-b-1")));
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"sig\": \"", "\"sig\": \"AAAA"));
    Rule other = new Rule("other", RULE.keep(), RULE.zone());
    assertThat(new CertificateRetention(store, keys, logKeys).apply(other, NOBODY, NOW))
        .isEqualTo(new Done(0, 0));
    assertThat(apply(store, NOW).removed()).isEqualTo(1);
    assertThat(there()).containsExactly("run-b-1");
  }

  private static final CertificateRetention.Needed NOBODY =
      new CertificateRetention.Needed() {
        @Override
        public boolean byHold(String reference) {
          return false;
        }

        @Override
        public boolean byRequest(String id) {
          return false;
        }
      };

  @Test
  void whoIsKilledBetweenAnyTwoWritesDoesTheRestTheNextTime() {
    boolean killed = true;
    for (int writes = 0; killed; writes++) {
      store = EvidenceStores.at(directory.resolve("evidence-" + writes));
      for (String run : List.of("a", "b")) {
        issue(run(run, 1, OLD));
      }
      issue(run("c", 1, NOW));
      killed = isKilled(writes);
      assertThat(audit().problems())
          .as("after %d writes", writes)
          .allMatch(what -> what.contains("removals/removal-"));
      apply(store, NOW.plusSeconds(9));
      assertThat(there()).containsExactly("run-c-1");
      CertificateAudit.Report report = audit();
      assertThat(report.problems()).isEmpty();
      assertThat(report.removed()).isEqualTo(2);
      assertThat(store.list(Folder.REMOVALS)).hasSize(1);
      assertThat(store.list(Folder.PROOFS)).hasSize(2);
      assertThat(store.list(Folder.PDFS)).hasSize(1);
      assertThat(killed || writes > 12).isTrue();
    }
  }

  private boolean isKilled(int writes) {
    try {
      apply(new KilledAfter(store, writes), NOW);
      return false;
    } catch (KilledAfter.Killed e) {
      return true;
    }
  }

  @Test
  void whatWasRemovedIsNotIssuedAgain() {
    issue(run("a", 1, OLD));
    apply(store, NOW);
    assertThatThrownBy(() -> issue(run("a", 1, OLD))).isInstanceOf(CertificateConflict.class);
    assertThat(there()).isEmpty();
  }

  @Test
  void theStatementIsWrittenLikeCertificatesAre() {
    issue(run("a", 1, OLD));
    apply(store, NOW);
    byte[] file = store.read(store.list(Folder.REMOVALS).get(0)).orElseThrow();
    Removal removal = Removal.read(file, keys.publicKeys()).orElseThrow();
    assertThat(new String(CanonicalJson.write(removal), UTF_8))
        .contains("\"id\": \"run-a-1\"", "\"index\": 0", "\"keep\": \"P10Y\"")
        .doesNotContain("visit");
    assertThat(Removal.read(file, PublicKeys.NONE)).isEmpty();
  }

  @Test
  void aFileUnderAnotherNameDoesNotStandForACertificateThatIsNeeded() {
    issue(run("follow", 1, OLD, NotRemoved.NOTHING, List.of(copy("2016-06-01", true))));
    SigningKeys stranger = SigningKeys.generate(directory.resolve("other"), Use.CERTIFICATES);
    byte[] forged =
        DsseEnvelope.sign(Statement.of(run("follow", 1, OLD)).bytes(), stranger).bytes();
    store.putIfAbsent(EvidenceName.certificate("z"), forged);

    assertThat(apply(store, NOW)).isEqualTo(new Done(0, 0));
    assertThat(there()).contains("run-follow-1");
  }

  @Test
  void aStatementOfAnotherStoreUnderTheSameKeysRemovesAndExcusesNothing() throws IOException {
    EvidenceStore mine = store;
    issue(run("young", 1, NOW));
    issue(run("b", 1, NOW));
    store = EvidenceStores.at(directory.resolve("of-another-job"));
    issue(run("young", 1, OLD));
    apply(store, NOW);
    EvidenceName name = store.list(Folder.REMOVALS).get(0);
    byte[] statement = store.read(name).orElseThrow();
    store = mine;
    store.putIfAbsent(name, statement);

    apply(store, NOW);
    assertThat(there()).containsExactly("run-b-1", "run-young-1");

    for (EvidenceName file :
        List.of(EvidenceName.certificate("run-young-1"), EvidenceName.proof("run-young-1"))) {
      Files.delete(Path.of(store.locate(file)));
    }
    apply(store, NOW);
    assertThat(audit().removed()).isZero();
    assertThat(audit().problems())
        .anyMatch(what -> what.contains("the certificate of entry 0 was removed"));
  }

  /** It may have been replaced because it is in wrong hands. */
  @Test
  void aKeyWhosePlaceAnotherTookRemovesNothingMore() {
    issue(run("young", 1, NOW));
    byte[] file = store.read(EvidenceName.certificate("run-young-1")).orElseThrow();
    byte[] statement =
        Removal.of(
                "shop",
                RULE.keep(),
                RULE.cutoff(NOW),
                NOW,
                List.of(new Removal.Gone("run-young-1", logKeys.keyId(), 0, Digest.of(file), OLD)))
            .signedBy(keys);
    Path directoryOfKeys = directory.resolve("keys");
    SuccessorKey next = SuccessorKey.inFile(directoryOfKeys, Use.CERTIFICATES, Passphrase.NONE);
    new KeySuccession(store, new JobKeys(directoryOfKeys, Passphrase.NONE, List.of()))
        .succeed(Use.CERTIFICATES, next, NOW);
    keys = next.keys();
    store.putIfAbsent(Removal.nameOf(statement), statement);

    apply(store, NOW);
    assertThat(there()).containsExactly("run-young-1");
    assertThat(
            new CertificateAudit(
                    store,
                    KeyHistory.of(store).of(keys.publicKeys()),
                    LogKeys.in(store),
                    Duration.ofMillis(1))
                .report(Optional.empty())
                .problems())
        .singleElement()
        .asString()
        .contains("is in no log");
  }
}
