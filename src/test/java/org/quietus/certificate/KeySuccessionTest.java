package org.quietus.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.KilledAfter;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.seal.CanonicalJson;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.DsseEnvelope.Base64Text;
import org.quietus.certificate.seal.DsseEnvelope.Signature;
import org.quietus.certificate.seal.KeyEvent;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
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
    return new KeySuccession(store, keys).succeed(NOW);
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

    assertThat(Files.readAllBytes(done.retired())).isEqualTo(before);
    for (Path file : List.of(done.retired(), keys.resolve("signing.pem"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(PublicKeys.load(done.publicFile()).byId()).containsOnlyKeys(done.to());
    assertThat(keys.resolve("signing-next.pem")).doesNotExist();
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
        new KeySuccession(new KilledAfter(store, writes), keys).succeed(NOW.plusSeconds(writes));
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
    SigningKeys next = SigningKeys.successor(keys, Use.CERTIFICATES);
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
}
