package org.quietus.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.DsseEnvelope.Base64Text;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceStore;
import org.quietus.testing.Seeds;

class CertificateVerifierTest {

  @TempDir Path directory;
  private SigningKeys keys;
  private CertificateVerifier verifier;

  @BeforeEach
  void generateKeys() {
    keys = SigningKeys.generate(directory, Use.CERTIFICATES);
    verifier = new CertificateVerifier(keys.publicKeys());
  }

  @Test
  void findsARunsCertificateGood() {
    assertThat(verifier.verify(signed(Examples.aRun())))
        .isEqualTo(new Verdict.Good(Examples.aRun(), keys.keyId()));
  }

  @Test
  void findsARequestsCertificateGood() {
    assertThat(verifier.verify(signed(Examples.aRequest())))
        .isEqualTo(new Verdict.Good(Examples.aRequest(), keys.keyId()));
  }

  @Test
  void findsNoCertificateGoodOfWhichAnyByteWasChanged() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] file = signed(Examples.aRequest());
    // what is signed is most of the file, and one byte of it much like another
    int payload = new String(file, UTF_8).indexOf("\"payload\"");
    int end = new String(file, UTF_8).indexOf('"', payload + 13);
    for (int at = 0; at < file.length; at++) {
      if (at > payload + 40 && at < end - 40 && random.nextInt(8) >= Seeds.rounds(1)) {
        continue;
      }
      byte[] changed = file.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThat(verifier.verify(changed).isGood()).as("byte %d, seed %d", at, seed).isFalse();
    }
  }

  @Test
  void findsNoCertificateGoodThatWasCutOrLengthened() {
    byte[] file = signed(Examples.aRun());
    for (int length = 0; length < file.length; length += 7) {
      assertThat(verifier.verify(Arrays.copyOf(file, length)).isGood()).isFalse();
    }
    assertThat(verifier.verify(Arrays.copyOf(file, file.length - 1)).isGood()).isFalse();
    assertThat(verifier.verify(edited("\\z", "\n"))).isInstanceOf(Verdict.NotAnEnvelope.class);
    assertThat(verifier.verify(edited("\\z", "{}"))).isInstanceOf(Verdict.NotAnEnvelope.class);
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThat(verifier.verify(noise)).isInstanceOf(Verdict.NotAnEnvelope.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // an unknown member
        "'  \"payload\":' | '  \"extra\": 1,\n  \"payload\":'",
        // a member twice
        "'  \"payload\":' | '  \"payload\": \"\",\n  \"payload\":'",
        // another type
        "'in-toto\\+json' | 'in-toto+jso'",
        // other white space, other line ends
        "'\": ' | '\":  '",
        "'\n' | '\r\n'",
        // no signature
        "'(?s)\"signatures\": \\[.*\\]' | '\"signatures\": []'",
        // base64 with white space, and without padding
        "'\"payload\": \"' | '\"payload\": \" '",
        "'==\"' | '\"'",
        "'\"payload\": \"[^\"]*\"' | '\"payload\": null'"
      })
  void refusesAnEnvelopeThatIsWrittenDifferently(String pattern, String replacement) {
    assertThat(verifier.verify(edited(pattern, replacement)))
        .isInstanceOf(Verdict.NotAnEnvelope.class);
  }

  @Test
  void quotesNothingOfWhatItRefuses() {
    Verdict verdict = verifier.verify("{\"payloadType\": anna@example.org}".getBytes(UTF_8));

    assertThat(verdict).isInstanceOf(Verdict.NotAnEnvelope.class);
    assertThat(verdict.describe()).doesNotContain("anna").contains("line 1");
  }

  @Test
  void refusesWhatIsTooLargeWithoutReadingIt() {
    assertThat(verifier.verify(new byte[EvidenceStore.MAX_BYTES + 1]))
        .isInstanceOf(Verdict.NotAnEnvelope.class);
  }

  @Test
  void refusesDeepNesting() {
    assertThat(verifier.verify("[".repeat(1 << 20).getBytes(UTF_8)))
        .isInstanceOf(Verdict.NotAnEnvelope.class);
  }

  @Test
  void trustsNoOtherKey() {
    SigningKeys others = SigningKeys.generate(directory.resolve("others"), Use.CERTIFICATES);

    assertThat(new CertificateVerifier(others.publicKeys()).verify(signed(Examples.aRun())))
        .isEqualTo(new Verdict.NotSignedByThese(List.of(keys.keyId())));
    assertThat(new CertificateVerifier(PublicKeys.NONE).verify(signed(Examples.aRun())).isGood())
        .isFalse();
  }

  @Test
  void noticesASignatureOfAnotherKeyUnderATrustedName() {
    SigningKeys others = SigningKeys.generate(directory.resolve("others"), Use.CERTIFICATES);
    DsseEnvelope forged = DsseEnvelope.sign(Statement.of(Examples.aRun()).bytes(), others);
    DsseEnvelope renamed =
        withSignature(forged, keys.keyId(), forged.signatures().get(0).sig().bytes());

    assertThat(verifier.verify(renamed.bytes()))
        .isEqualTo(new Verdict.SignatureWrong(keys.keyId()));
  }

  @Test
  void refusesASecondFormOfTheSameSignature() {
    DsseEnvelope envelope = DsseEnvelope.sign(Statement.of(Examples.aRun()).bytes(), keys);
    byte[] sig = envelope.signatures().get(0).sig().bytes();
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] s = reversed(Arrays.copyOfRange(sig, 32, 64));
    byte[] larger = reversed(fixed(new BigInteger(1, s).add(order).toByteArray()));
    System.arraycopy(larger, 0, sig, 32, 32);

    assertThat(verifier.verify(withSignature(envelope, keys.keyId(), sig).bytes()))
        .isEqualTo(new Verdict.SignatureWrong(keys.keyId()));
  }

  @Test
  void everySignatureOfATrustedKeyHasToBeRight() {
    DsseEnvelope envelope = DsseEnvelope.sign(Statement.of(Examples.aRun()).bytes(), keys);
    DsseEnvelope.Signature good = envelope.signatures().get(0);
    DsseEnvelope.Signature bad =
        new DsseEnvelope.Signature(keys.keyId(), Base64Text.of(new byte[64]));

    assertThat(
            verifier.verify(
                new DsseEnvelope(DsseEnvelope.IN_TOTO, envelope.payload(), List.of(good, bad))
                    .bytes()))
        .isInstanceOf(Verdict.SignatureWrong.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"matched\": 120' | '\"matched\": 121' | 'do not reconcile'",
        "'\"matched\": 120' | '\"matched\": 120.0' | ''",
        "'\"matched\": 120' | '\"matched\": null' | ''",
        "'\"matched\": 120' | '\"matched\": 120, \"matched\": 120' | ''",
        "'\"schemaVersion\": 1' | '\"schemaVersion\": 2' | 'schema version 2 is newer'",
        "'\"schemaVersion\": 1' | '\"schemaVersion\": 3, \"x\": 1' | 'schema version 3 is newer'",
        "'certificate/v1' | 'certificate/v2' | 'schema version 2 is newer'",
        "'certificate/v1' | 'certificate/v0' | 'not a statement'",
        "'\"COMPLETE\"' | '\"HELD\"' | 'does not follow'",
        "'\"due\": 0' | '\"due\": 3' | 'does not follow'",
        "'T02:00:03Z' | 'T02:00:03.5Z' | 'not written'",
        "'\"id\": \"0b1c9f\"' | '\"id\": \"other\"' | 'does not follow'",
        "'\"recipients\": \\[\\],' | '' | ''",
        "'\"sha256\": \"..' | '\"sha256\": \"00' | 'subject'"
      })
  void findsASignedContradiction(String pattern, String replacement, String why) {
    String payload = new String(Statement.of(Examples.aRun()).bytes(), UTF_8);
    String changed = payload.replaceFirst(pattern, replacement);
    assertThat(changed).isNotEqualTo(payload);

    Verdict verdict = verifier.verify(DsseEnvelope.sign(changed.getBytes(UTF_8), keys).bytes());

    assertThat(verdict).isInstanceOf(Verdict.Inconsistent.class);
    assertThat(verdict.describe()).contains(why);
  }

  @Test
  void encodesWhatIsSignedAsTheDsseSpecificationDoes() {
    assertThat(DsseEnvelope.encode("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)))
        .asString(UTF_8)
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void opensslFollowsTheRecipeToTheSameAnswer() throws Exception {
    Path file =
        Files.write(directory.resolve("it's a certificate.json"), signed(Examples.aRequest()));
    String recipe = OpensslRecipe.lines(file, keys.publicFile());

    Shell good = Shell.run(directory, recipe);
    assertThat(good.output()).contains("Signature Verified Successfully");
    assertThat(good.exitCode()).isZero();
    assertThat(OpensslRecipe.lines().lines()).hasSize(4);

    byte[] payload = Statement.of(Examples.aRun()).bytes();
    byte[] sig = DsseEnvelope.read(Files.readAllBytes(file)).signatures().get(0).sig().bytes();
    Files.write(file, withSignature(DsseEnvelope.sign(payload, keys), keys.keyId(), sig).bytes());
    Shell tampered = Shell.run(directory, recipe);
    assertThat(tampered.output()).contains("Signature Verification Failure");
    assertThat(tampered.exitCode()).isNotZero();
  }

  private byte[] signed(Certificate certificate) {
    return DsseEnvelope.sign(Statement.of(certificate).bytes(), keys).bytes();
  }

  private byte[] edited(String pattern, String replacement) {
    String file = new String(signed(Examples.aRun()), UTF_8);
    String changed = file.replaceFirst(pattern, replacement);
    assertThat(changed).isNotEqualTo(file);
    return changed.getBytes(UTF_8);
  }

  private static DsseEnvelope withSignature(DsseEnvelope envelope, String keyId, byte[] sig) {
    return new DsseEnvelope(
        envelope.payloadType(),
        envelope.payload(),
        List.of(new DsseEnvelope.Signature(keyId, Base64Text.of(sig))));
  }

  private static byte[] fixed(byte[] number) {
    byte[] bytes = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, bytes, 32 - length, length);
    return bytes;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
