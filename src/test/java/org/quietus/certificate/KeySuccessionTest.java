package org.quietus.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.log.KilledAfter;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.seal.CanonicalJson;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.DsseEnvelope.Base64Text;
import org.quietus.certificate.seal.DsseEnvelope.Signature;
import org.quietus.certificate.seal.JobKeys;
import org.quietus.certificate.seal.KeyEvent;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.certificate.seal.Passphrase;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.certificate.seal.SuccessorKey;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

class KeySuccessionTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private EvidenceStore store;
  private Path keys;
  private PublicKeys first;

  @BeforeEach
  void issueWithTheFirstKey() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    keys = directory.resolve("keys");
    first = SigningKeys.generate(keys, Use.CERTIFICATES).publicKeys();
    SigningKeys.generate(keys, Use.LOG);
    issue("one");
  }

  private void issue(String run) {
    new CertificateWriter(
            store, SigningKeys.load(keys, Use.CERTIFICATES), SigningKeys.load(keys, Use.LOG))
        .issue(Examples.aRunOf(run));
  }

  private KeySuccession.Succeeded succeed() {
    return succeed(store, Use.CERTIFICATES, NOW);
  }

  private KeySuccession.Succeeded succeed(EvidenceStore place, Use use, Instant at) {
    return new KeySuccession(place, new JobKeys(keys, Passphrase.NONE, List.of()))
        .succeed(use, SuccessorKey.inFile(keys, use, Passphrase.NONE), at);
  }

  private List<String> problems(PublicKeys trusted) {
    return new CertificateAudit(store, KeyHistory.of(store).of(trusted), LogKeys.in(store))
        .report(Optional.empty())
        .problems();
  }

  @Test
  void whoeverTrustsOneOfTheKeysCanTrustAllOfThem() {
    succeed();
    issue("two");
    KeySuccession.Succeeded last = succeed();
    issue("three");

    PublicKeys third = SigningKeys.load(keys, Use.CERTIFICATES).publicKeys();
    assertThat(third.byId()).containsOnlyKeys(last.to());
    assertThat(problems(first)).isEmpty();
    assertThat(problems(third)).isEmpty();
    assertThat(problems(PublicKeys.NONE)).hasSize(3);
  }

  @Test
  void theEarlierPrivateKeyIsKeptAndNobodyElseMayReadEither() throws IOException {
    byte[] before = Files.readAllBytes(keys.resolve("signing.pem"));

    KeySuccession.Succeeded done = succeed();

    assertThat(Files.readAllBytes(done.retired().orElseThrow())).isEqualTo(before);
    for (Path file : List.of(done.retired().orElseThrow(), keys.resolve("signing.pem"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(PublicKeys.load(done.publicFile()).byId()).containsOnlyKeys(done.to());
    assertThat(keys.resolve("signing-next.pem")).doesNotExist();
  }

  @Test
  void whatTheEarlierKeyLeftOutOfTheLogIsPutThereFirst() {
    issue("one");
    SigningKeys earlier = SigningKeys.load(keys, Use.CERTIFICATES);
    Certificate left = Examples.aRunOf("left");
    store.putIfAbsent(
        EvidenceName.certificate(left.id()),
        DsseEnvelope.sign(Statement.of(left).bytes(), earlier).bytes());
    succeed();
    issue("two");

    assertThat(problems(first)).isEmpty();
  }

  /** It may have been replaced because it is in wrong hands. */
  @Test
  void whatTheEarlierKeySignsLaterComesIntoNoLog() {
    issue("one");
    SigningKeys earlier = SigningKeys.load(keys, Use.CERTIFICATES);
    succeed();
    Certificate late = Examples.aRunOf("late");
    store.putIfAbsent(
        EvidenceName.certificate(late.id()),
        DsseEnvelope.sign(Statement.of(late).bytes(), earlier).bytes());
    issue("two");

    assertThat(problems(SigningKeys.load(keys, Use.CERTIFICATES).publicKeys()))
        .anyMatch(what -> what.contains("run-late-1 is in no log"));
  }

  @Test
  void whatTheEarlierKeyIssuedIsStillTheSameWhenItIsIssuedAgain() {
    succeed();
    issue("one"); // as a run does that was killed before
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).hasSize(1);
  }

  @Test
  void whoIsKilledBetweenAnyTwoWritesDoesItAgain() {
    int kills = 0;
    for (int writes = 0; ; writes++) {
      try {
        succeed(new KilledAfter(store, writes), Use.CERTIFICATES, NOW.plusSeconds(writes));
        break;
      } catch (KilledAfter.Killed e) {
        kills++;
        assertThat(SigningKeys.load(keys, Use.CERTIFICATES).publicKeys()).isEqualTo(first);
      }
    }
    assertThat(kills).isGreaterThan(4);
    assertThat(store.list(EvidenceName.Folder.KEY_EVENTS)).hasSize(1);
    issue("two");
    assertThat(problems(first)).isEmpty();
  }

  @Test
  void whoIsKilledBeforeTheNewKeyIsInItsPlaceFindsTheEarlierOne() throws IOException {
    SigningKeys next = SuccessorKey.inFile(keys, Use.CERTIFICATES, Passphrase.NONE).keys();
    Files.delete(keys.resolve("signing.pub.pem"));
    assertThat(SigningKeys.load(keys, Use.CERTIFICATES).publicKeys()).isEqualTo(first);

    assertThat(succeed().to()).isEqualTo(next.keyId());
  }

  @Test
  void bothKeysHaveToSignThatOneTookThePlaceOfTheOther() {
    SigningKeys own = SigningKeys.load(keys, Use.CERTIFICATES);
    SigningKeys stranger = SigningKeys.generate(directory.resolve("other"), Use.CERTIFICATES);
    SigningKeys accomplice = SigningKeys.generate(directory.resolve("third"), Use.CERTIFICATES);
    stranger.publish(store);
    accomplice.publish(store);

    assertThat(trusted(own, stranger, own, stranger)).isNotEqualTo(first);
    assertThat(trusted(own, stranger, accomplice, stranger)).isEqualTo(first);
    assertThat(trusted(own, stranger, own, accomplice)).isEqualTo(first);
    assertThat(trusted(accomplice, stranger, accomplice, stranger)).isEqualTo(first);
    assertThat(problems(first)).singleElement().asString().contains("is in no log");
  }

  /** Whom one trusts who trusts the first key and finds that statement, signed by these. */
  private PublicKeys trusted(
      SigningKeys from, SigningKeys to, SigningKeys signingFor, SigningKeys signingAs) {
    byte[] payload = CanonicalJson.write(new KeyEvent(1, from.keyId(), to.keyId(), NOW));
    byte[] signed = DsseEnvelope.encode(DsseEnvelope.KEY_EVENT, payload);
    byte[] file =
        new DsseEnvelope(
                DsseEnvelope.KEY_EVENT,
                Base64Text.of(payload),
                List.of(
                    new Signature(from.keyId(), Base64Text.of(signingFor.sign(signed))),
                    new Signature(to.keyId(), Base64Text.of(signingAs.sign(signed)))))
            .bytes();
    Path place = Path.of(store.locate(EvidenceName.keyEvent(to.keyId())));
    try {
      Files.write(place, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return KeyHistory.of(store).of(first);
  }

  @Test
  void aStatementThatWasRemovedIsMissed() throws IOException {
    KeySuccession.Succeeded done = succeed();
    Files.delete(Path.of(store.locate(EvidenceName.keyEvent(done.to()))));

    assertThat(problems(first)).anyMatch(what -> what.contains("was removed"));
  }

  @Test
  void aNewLogBeginsWithTheStatementAndWhoTrustsOneOfThemCanTrustTheOther() {
    List<NoteKey> earlier = LogKeys.in(store);
    CertificateWriter begunBefore =
        new CertificateWriter(
            store, SigningKeys.load(keys, Use.CERTIFICATES), SigningKeys.load(keys, Use.LOG));
    KeySuccession.Succeeded done = succeed(store, Use.LOG, NOW);
    issue("two");
    begunBefore.issue(Examples.aRunOf("three"));

    CertificateAudit.Report report = audit(LogKeys.related(store, earlier));
    assertThat(report.problems()).isEmpty();
    assertThat(report.logs()).extracting(CertificateAudit.Log::entries).containsExactly(3L, 2L);
    List<NoteKey> later = LogKeys.present(store);
    assertThat(later).extracting(NoteKey::name).containsExactly("quietus-log/" + done.to());
    assertThat(audit(LogKeys.related(store, later)).problems()).isEmpty();
    assertThat(audit(earlier).problems())
        .singleElement()
        .asString()
        .contains("run-two-1 is in no log");
  }

  private CertificateAudit.Report audit(List<NoteKey> logs) {
    return new CertificateAudit(store, first, logs).report(Optional.empty());
  }

  @Test
  void anEarlierLogThatWasRemovedWithAllThatIsInItIsMissed() throws IOException {
    String earlier = LogKeys.in(store).get(0).name().replace("quietus-log/", "");
    KeySuccession.Succeeded done = succeed(store, Use.LOG, NOW);
    issue("two");
    for (EvidenceName name :
        List.of(
            EvidenceName.logKey(earlier),
            EvidenceName.keyEvent(done.to()),
            EvidenceName.proof(done.to()),
            EvidenceName.certificate("run-one-1"),
            EvidenceName.proof("run-one-1"))) {
      Files.delete(Path.of(store.locate(name)));
    }

    assertThat(audit(LogKeys.in(store)).problems())
        .singleElement()
        .asString()
        .contains("the certificate of entry 0 was removed");
  }

  @Test
  void whoIsKilledBetweenAnyTwoWritesForANewLogDoesItAgain() {
    int kills = 0;
    for (int writes = 0; ; writes++) {
      try {
        succeed(new KilledAfter(store, writes), Use.LOG, NOW.plusSeconds(writes));
        break;
      } catch (KilledAfter.Killed e) {
        kills++;
      }
    }
    assertThat(kills).isGreaterThan(5);
    assertThat(store.list(EvidenceName.Folder.KEY_EVENTS)).hasSize(1);
    issue("two");
    CertificateAudit.Report report = audit(LogKeys.in(store));
    assertThat(report.problems()).isEmpty();
    assertThat(report.logs()).extracting(CertificateAudit.Log::entries).contains(2L, 2L);
  }

  @Test
  void aStatementAboutKeysOfCertificatesIsNoneAboutKeysOfLogs() {
    SigningKeys log = SigningKeys.load(keys, Use.LOG);
    SigningKeys stranger = SigningKeys.generate(directory.resolve("other"), Use.LOG);
    new CertificateLog(store, stranger).publishKey();
    byte[] event = KeyEvent.write(Use.CERTIFICATES, log, stranger, NOW);
    store.putIfAbsent(EvidenceName.keyEvent(stranger.keyId()), event);

    List<NoteKey> own =
        LogKeys.in(store).stream().filter(key -> key.name().endsWith(log.keyId())).toList();
    assertThat(LogKeys.related(store, own)).isEqualTo(own);
  }

  @Test
  void aKeyGoesIntoAProgramFromThereToAnotherAndBackIntoAFile() throws IOException {
    List<String> here = program("here");
    List<String> there = program("there");
    JobKeys file = new JobKeys(keys, Passphrase.NONE, List.of());
    JobKeys ofHere = new JobKeys(keys, Passphrase.NONE, here);
    JobKeys ofThere = new JobKeys(keys, Passphrase.NONE, there);

    assertThatThrownBy(() -> SuccessorKey.ofProgram(keys, Use.CERTIFICATES, here))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining("there is no")
        .hasMessageContaining("signing-next.pub.pem");
    announce("here");
    succeedWhileKilled(file, () -> SuccessorKey.ofProgram(keys, Use.CERTIFICATES, here));
    assertThat(keys.resolve("signing.pem")).doesNotExist();
    issue(ofHere, "two");
    announce("there");
    succeedWhileKilled(ofHere, () -> SuccessorKey.ofProgram(keys, Use.CERTIFICATES, there));
    issue(ofThere, "three");
    succeedWhileKilled(ofThere, () -> SuccessorKey.inFile(keys, Use.CERTIFICATES, Passphrase.NONE));
    issue(file, "four");

    assertThat(problems(first)).isEmpty();
    assertThat(problems(file.of(Use.CERTIFICATES).publicKeys())).isEmpty();
    assertThat(store.list(EvidenceName.Folder.KEY_EVENTS)).hasSize(3);
  }

  private List<String> program(String name) throws IOException {
    Path module = directory.resolve(name);
    SigningKeys.generate(module, Use.CERTIFICATES);
    Path program = module.resolve("sign");
    Files.writeString(
        program,
        "#!/bin/sh\ncat > \"$0.in\"; openssl pkeyutl -sign -rawin -inkey \"$1\" -in \"$0.in\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return List.of(program.toString(), module.resolve("signing.pem").toString());
  }

  private void announce(String name) throws IOException {
    Files.copy(
        directory.resolve(name).resolve("signing.pub.pem"), keys.resolve("signing-next.pub.pem"));
  }

  private void succeedWhileKilled(JobKeys from, Supplier<SuccessorKey> to) {
    for (int writes = 0; ; writes++) {
      try {
        new KeySuccession(new KilledAfter(store, writes), from)
            .succeed(Use.CERTIFICATES, to.get(), NOW);
        return;
      } catch (KilledAfter.Killed e) {
        continue;
      }
    }
  }

  private void issue(JobKeys by, String run) {
    new CertificateWriter(store, by.of(Use.CERTIFICATES), by.of(Use.LOG))
        .issue(Examples.aRunOf(run));
  }

  @Test
  void whoIsKilledWhileAProgramTakesOverFinishesIt() throws IOException {
    List<String> here = program("here");
    JobKeys file = new JobKeys(keys, Passphrase.NONE, List.of());
    announce("here");
    byte[] named = Files.readAllBytes(keys.resolve("signing-next.pub.pem"));
    byte[] before = Files.readAllBytes(keys.resolve("signing.pub.pem"));
    new KeySuccession(store, file)
        .succeed(Use.CERTIFICATES, SuccessorKey.ofProgram(keys, Use.CERTIFICATES, here), NOW);
    Files.write(keys.resolve("signing-next.pub.pem"), named); // as before the last step
    Files.write(keys.resolve("signing.pub.pem"), before);

    new KeySuccession(store, file)
        .succeed(
            Use.CERTIFICATES,
            SuccessorKey.ofProgram(keys, Use.CERTIFICATES, here),
            NOW.plusSeconds(9));

    issue(new JobKeys(keys, Passphrase.NONE, here), "two");
    assertThat(problems(first)).isEmpty();
    assertThat(keys.resolve("signing-" + first.byId().keySet().iterator().next() + ".pem"))
        .exists();
  }
}
