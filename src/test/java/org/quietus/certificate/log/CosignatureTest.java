package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignatureTest {

  /** The example of C2SP tlog-cosignature, whose keys are not published. */
  private static final String TEXT =
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
      """;

  private static final String LOG =
      "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv"
          + "2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
  private static final String WITNESS =
      "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2"
          + "oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

  private static final Instant NOW = Instant.ofEpochSecond(1_679_315_147L);

  @Test
  void theExampleOfTheSpecificationHasItsTimeAndTheWitnessSignsWhatTheSpecificationSays()
      throws Exception {
    SignedNote note = SignedNote.read((TEXT + "\n" + LOG + WITNESS).getBytes(UTF_8));

    assertThat(WitnessKey.time(note.signatures().get(1))).isEqualTo(1_679_315_147L);
    assertThat(ed25519(pair("Ed25519")).message(TEXT, 1_679_315_147L))
        .asString(UTF_8)
        .isEqualTo("cosignature/v1\ntime 1679315147\n" + TEXT);
  }

  @Test
  void aCosignatureIsOfItsKeyItsTextAndItsTime() throws Exception {
    KeyPair pair = pair("Ed25519");
    WitnessKey key = ed25519(pair);
    byte[] good = timed(key, pair, "Ed25519", NOW.getEpochSecond());

    assertThat(key.of(note(key, good), NOW)).isEqualTo(Cosigning.GOOD);
    assertThat(ed25519(pair("Ed25519")).of(note(key, good), NOW)).isEqualTo(Cosigning.MISSING);
    for (int i = 0; i < good.length; i++) { // its time too
      byte[] wrong = good.clone();
      wrong[i] ^= 1;
      assertThat(key.of(note(key, wrong), NOW)).as("at " + i).isEqualTo(Cosigning.FORGED);
    }
    for (String text :
        List.of(
            TEXT.replace("20852163", "20852164"),
            TEXT.replace("sofa", "sofb"),
            TEXT.replace("CsUY", "CsUZ"),
            TEXT + "extension\n")) {
      SignedNote other = new SignedNote(text, note(key, good).signatures());
      assertThat(key.of(other, NOW)).isEqualTo(Cosigning.FORGED);
    }
    assertThat(key.of(note(key, Arrays.copyOf(good, 71)), NOW)).isEqualTo(Cosigning.FORGED);
  }

  @Test
  void aVerifierOfOthersFindsTheEd25519MessageSigned() throws Exception {
    KeyPair pair = pair("Ed25519");
    WitnessKey key = ed25519(pair);
    byte[] good = timed(key, pair, "Ed25519", NOW.getEpochSecond());
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(key.verifier().bareKey()));
    byte[] message = ("cosignature/v1\ntime 1679315147\n" + TEXT).getBytes(UTF_8);
    verifier.update(message, 0, message.length);

    assertThat(verifier.verifySignature(Arrays.copyOfRange(good, 8, good.length))).isTrue();
  }

  @Test
  void oneForgedCosignatureSpoilsThoseOfItsKeyAndTwoGoodOnesAreOne() throws Exception {
    KeyPair pair = pair("Ed25519");
    WitnessKey key = ed25519(pair);
    SignedNote.Signature early = signature(key, timed(key, pair, "Ed25519", 5));
    SignedNote.Signature late = signature(key, timed(key, pair, "Ed25519", 6));
    SignedNote.Signature forged = signature(key, new byte[72]);

    assertThat(key.of(new SignedNote(TEXT, List.of(early, late)), NOW)).isEqualTo(Cosigning.GOOD);
    assertThat(key.of(new SignedNote(TEXT, List.of(early, forged)), NOW))
        .isEqualTo(Cosigning.FORGED);
  }

  @Test
  void aTimeOfNoughtOrInTheFutureDoesNotCount() throws Exception {
    KeyPair pair = pair("Ed25519");
    WitnessKey key = ed25519(pair);
    long soon = NOW.getEpochSecond() + 3600;

    assertThat(key.of(note(key, timed(key, pair, "Ed25519", 0)), NOW)).isEqualTo(Cosigning.UNTIMED);
    assertThat(key.of(note(key, timed(key, pair, "Ed25519", soon)), NOW)).isEqualTo(Cosigning.GOOD);
    assertThat(key.of(note(key, timed(key, pair, "Ed25519", soon + 1)), NOW))
        .isEqualTo(Cosigning.FUTURE);
    assertThat(key.of(note(key, timed(key, pair, "Ed25519", -1)), NOW)).isEqualTo(Cosigning.FORGED);
  }

  @Test
  void mlDsa44IsCheckedWhereTheJavaPlatformHasIt() throws Exception {
    boolean there = Algorithm.ML_DSA_44.isAvailable();
    BouncyCastleProvider provider = new BouncyCastleProvider();
    KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44", provider).generateKeyPair();
    byte[] bare = Algorithm.ML_DSA_44.bare(pair.getPublic());
    WitnessKey key = WitnessKey.parse(VerifierKey.of("example.com/pq", 6, bare).text());
    // cosigned_message of the specification, byte by byte
    byte[] message =
        concatenated(
            "subtree/v1\n\0".getBytes(US_ASCII),
            new byte[] {14},
            "example.com/pq".getBytes(US_ASCII),
            ByteBuffer.allocate(8).putLong(1_679_315_147L).array(),
            new byte[] {27},
            "example.com/behind-the-sofa".getBytes(US_ASCII),
            new byte[8],
            ByteBuffer.allocate(8).putLong(20_852_163L).array(),
            Base64.getDecoder().decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="));
    Signature signer = Signature.getInstance("ML-DSA-44", provider);
    signer.initSign(pair.getPrivate());
    signer.update(message);
    byte[] good =
        concatenated(ByteBuffer.allocate(8).putLong(1_679_315_147L).array(), signer.sign());

    assertThat(key.vkey()).startsWith("example.com/pq+").hasSizeGreaterThan(1700);
    assertThat(key.message(TEXT, 1_679_315_147L)).isEqualTo(message);
    if (!there) {
      assertThat(key.of(note(key, good), NOW)).isEqualTo(Cosigning.UNCHECKED);
      assertThat(key.of(note(key, new byte[2428]), NOW)).isEqualTo(Cosigning.UNCHECKED);
    }
    boolean added = Security.addProvider(provider) > 0;
    try {
      assertThat(key.of(note(key, good), NOW)).isEqualTo(Cosigning.GOOD);
      for (int at : List.of(0, 7, 8, 1000, 2427)) {
        byte[] wrong = good.clone();
        wrong[at] ^= 1;
        assertThat(key.of(note(key, wrong), NOW)).isEqualTo(Cosigning.FORGED);
      }
      assertThat(key.of(note(key, new byte[72]), NOW)).isEqualTo(Cosigning.FORGED);
    } finally {
      if (added) {
        Security.removeProvider(provider.getName());
      }
    }
  }

  @Test
  void theKeyOfAWitnessIsReadAgain() throws Exception {
    WitnessKey key = ed25519(pair("Ed25519"));

    assertThat(WitnessKey.parse(key.vkey()).vkey()).isEqualTo(key.vkey());
    assertThat(WitnessKey.parse(key.vkey()).isSameKeyAs(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/foo",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
      })
  void whatIsNotTheKeyOfAWitnessIsRefused(String vkey) {
    assertThatIllegalArgumentException().isThrownBy(() -> WitnessKey.parse(vkey));
  }

  @Test
  void aKeyOfTheWrongLengthOrUnderANameWithSpacesIsRefused() {
    String shorter = VerifierKey.of("w", 4, new byte[31]).text();
    String longer = VerifierKey.of("w", 6, new byte[1313]).text();

    assertThatIllegalArgumentException().isThrownBy(() -> WitnessKey.parse(shorter));
    assertThatIllegalArgumentException().isThrownBy(() -> WitnessKey.parse(longer));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifierKey.of("w\u2003w", 4, new byte[32]));
  }

  private static KeyPair pair(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  private static WitnessKey ed25519(KeyPair pair) {
    return WitnessKey.of("witness.example.com/w1", pair.getPublic());
  }

  private static byte[] timed(WitnessKey key, KeyPair pair, String algorithm, long time)
      throws Exception {
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(pair.getPrivate());
    signer.update(key.message(TEXT, time));
    return concatenated(ByteBuffer.allocate(8).putLong(time).array(), signer.sign());
  }

  private static byte[] concatenated(byte[]... parts) {
    ByteBuffer whole =
        ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(whole::put);
    return whole.array();
  }

  private static SignedNote.Signature signature(WitnessKey key, byte[] timed) {
    return SignedNote.Signature.of(key.verifier(), timed);
  }

  private static SignedNote note(WitnessKey key, byte[] timed) {
    return new SignedNote(TEXT, List.of(signature(key, timed)));
  }
}
