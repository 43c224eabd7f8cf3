package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.CertificateLog.Entry;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

class CosignedLogTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private EvidenceStore store;
  private SigningKeys keys;
  private NoteKey log;
  private Cosigner witness;

  @BeforeEach
  void makeALogOfThree() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    keys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
    grow(0, 3);
    log = LogKeys.in(store).get(0);
    witness = Cosigner.named("w");
  }

  @Test
  void whoeverIsKilledBetweenAnyTwoWritesIsDoneWhenItIsDoneAgain() {
    int kills = 0;
    while (isKilledAfter(kills)) {
      assertThat(LogContents.read(store, log).problems()).isEmpty();
      add(store, witness.line(checkpoint(), NOW));
      assertAllWitnessed(3);
      kills++;
      store = EvidenceStores.at(directory.resolve("evidence" + kills));
      grow(0, 3);
    }
    assertThat(kills).isEqualTo(5); // the cosigned checkpoint, the published one, three proofs
  }

  private boolean isKilledAfter(int writes) {
    try {
      add(new KilledAfter(store, writes), witness.line(checkpoint(), NOW));
      return false;
    } catch (KilledAfter.Killed e) {
      return true;
    }
  }

  @Test
  void aLogThatGrowsMeanwhileKeepsItsCheckpointAndWhatWasCosignedBefore() {
    byte[] line = witness.line(checkpoint(), NOW);

    CosignedLog.Added added =
        add(
            new KilledAfter(store, Integer.MAX_VALUE) {
              private boolean grown;

              @Override
              public boolean replace(EvidenceName name, Optional<byte[]> expected, byte[] content) {
                if (!grown && name.folder() == EvidenceName.Folder.LOG) {
                  grown = true;
                  grow(3, 4);
                }
                return super.replace(name, expected, content);
              }
            },
            line);

    assertThat(added.problems()).isEmpty();
    LogContents contents = LogContents.read(store, log);
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.size()).isEqualTo(4);
    assertThat(contents.checkpoint()).doesNotContain("— w ");
    assertThat(CosignedPart.of(contents, log, store, Optional.of(policy()), NOW).entries())
        .isEqualTo(3);
    assertAllWitnessed(3);
  }

  @Test
  void proofsOfANewCertificateCarryTheCosignaturesOfTheCheckpointThatTheyLeadTo() {
    add(store, witness.line(checkpoint(), NOW));
    Entry again = entry(2);
    EvidenceStore withoutProof = EvidenceStores.at(directory.resolve("evidence"));
    assertThat(directory.resolve("evidence/certificates/run-2-1.tlog-proof").toFile().delete())
        .isTrue();

    new CertificateLog(withoutProof, keys).complete(List.of(again));

    assertAllWitnessed(3);
  }

  @Test
  void aForgedCosignatureThatIsInTheStoreGivesWayToAGoodOne() {
    SignedNote note = SignedNote.read(checkpoint());
    SignedNote forged = note.with(SignedNote.Signature.of(witness.key().verifier(), new byte[72]));
    EvidenceName name = EvidenceName.ofLog(keys.keyId(), "checkpoint");
    store.replace(name, store.read(name), forged.bytes());

    add(store, witness.line(note.bytes(), NOW));

    assertThat(policy().judge(SignedNote.read(checkpoint()), NOW).isGood()).isTrue();
    assertAllWitnessed(3);
  }

  @Test
  void aCheckpointThatTheLogDoesNotContinueIsNotTaken() {
    EvidenceStore other = EvidenceStores.at(directory.resolve("other"));
    new CertificateLog(other, keys).complete(List.of(entry(7)));
    byte[] foreign = other.read(EvidenceName.ofLog(keys.keyId(), "checkpoint")).orElseThrow();

    CosignedLog.Added added =
        new CosignedLog(store, log, policy(), NOW)
            .add(List.of(foreign, witness.line(foreign, NOW)));

    assertThat(added.checkpoints()).isEmpty();
    assertThat(added.problems()).hasSize(1).first().asString().contains("does not continue");
    assertThat(store.list(EvidenceName.Folder.COSIGNED)).isEmpty();
  }

  private void assertAllWitnessed(int count) {
    for (int i = 0; i < count; i++) {
      byte[] proof = store.read(EvidenceName.proof(entry(i).id())).orElseThrow();
      LogCheck check = LogCheck.of(file(i), Optional.of(proof), List.of(log), policy(), NOW);
      assertThat(check.isGood()).as(check.finding()).isTrue();
    }
  }

  private CosignedLog.Added add(EvidenceStore through, byte[] line) {
    return new CosignedLog(through, log, policy(), NOW).add(List.of(line));
  }

  private TrustPolicy policy() {
    return new TrustPolicy(List.of(log), Map.of("W", witness.key()), new Quorum.OneWitness("W"));
  }

  private void grow(int from, int to) {
    for (int i = from; i < to; i++) {
      store.putIfAbsent(EvidenceName.certificate(entry(i).id()), file(i));
    }
    new CertificateLog(store, keys)
        .complete(IntStream.range(from, to).mapToObj(CosignedLogTest::entry).toList());
  }

  private byte[] checkpoint() {
    return store.read(EvidenceName.ofLog(keys.keyId(), "checkpoint")).orElseThrow();
  }

  private static Entry entry(int n) {
    return Entry.of("run-" + n + "-1", file(n));
  }

  private static byte[] file(int n) {
    return ("certificate " + n).getBytes(UTF_8);
  }
}
