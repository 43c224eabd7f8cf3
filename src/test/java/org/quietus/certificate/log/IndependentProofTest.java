package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.CertificateLog.Entry;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** Proofs as files, held against a verifier that is not ours. */
class IndependentProofTest {

  private static final int ENTRIES = 270;

  @TempDir Path directory;

  @Test
  void aVerifierOfOthersFindsEveryProofGoodAndAForeignOneBad() throws Exception {
    EvidenceStore store = EvidenceStores.at(directory.resolve("evidence"));
    SigningKeys keys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
    CertificateLog log = new CertificateLog(store, keys);
    log.complete(IntStream.range(0, 200).mapToObj(IndependentProofTest::entry).toList());
    log.complete(IntStream.range(200, ENTRIES).mapToObj(IndependentProofTest::entry).toList());

    for (int i = 0; i < ENTRIES; i++) {
      String proof = new String(store.read(EvidenceName.proof(entry(i).id())).orElseThrow(), UTF_8);
      byte[] right = leaf(i);
      byte[] wrong = leaf(i + 1);
      assertThatCode(() -> verify(proof, right)).doesNotThrowAnyException();
      assertThatExceptionOfType(InclusionProofVerificationException.class)
          .isThrownBy(() -> verify(proof, wrong));
    }
  }

  private static void verify(String proof, byte[] leaf) throws InclusionProofVerificationException {
    List<String> lines = proof.lines().toList();
    int end = lines.indexOf("");
    InclusionProofVerifier.verify(
        leaf,
        Long.parseLong(lines.get(1).substring("index ".length())),
        Long.parseLong(lines.get(end + 2)),
        lines.subList(2, end).stream().map(Base64.getDecoder()::decode).toList(),
        Base64.getDecoder().decode(lines.get(end + 3)));
  }

  private static byte[] leaf(int n) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] digest = sha256.digest(file(n));
    sha256.update((byte) 0);
    return sha256.digest(digest);
  }

  private static Entry entry(int n) {
    return Entry.of("run-" + n + "-1", file(n));
  }

  private static byte[] file(int n) {
    return ("certificate " + n).getBytes(UTF_8);
  }
}
