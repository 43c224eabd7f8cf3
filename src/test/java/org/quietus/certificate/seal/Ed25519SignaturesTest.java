package org.quietus.certificate.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.quietus.testing.Seeds;

class Ed25519SignaturesTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The order of the group, RFC 8032 §5.1. */
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** RFC 8032 §7.1, tests 1 to 3. */
  @Test
  void agreesWithTheExamplesOfTheStandard() throws GeneralSecurityException {
    assertThat(
            verifies(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"))
        .isTrue();
    assertThat(
            verifies(
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"))
        .isTrue();
    assertThat(
            verifies(
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"))
        .isTrue();
  }

  @Test
  void agreesWithTheJdkOnGoodSignaturesAndOnFlippedBits() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    for (long seed : Seeds.few(20).toArray()) {
      Random random = new Random(seed);
      byte[] message = new byte[random.nextInt(300)];
      random.nextBytes(message);
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      byte[] sig = signature.sign();
      assertThat(both(pair.getPublic(), message, sig)).as("seed %d", seed).isTrue();

      byte[] wrong = sig.clone();
      wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(both(pair.getPublic(), message, wrong)).as("seed %d", seed).isFalse();
      byte[] longer = Arrays.copyOf(message, message.length + 1);
      assertThat(both(pair.getPublic(), longer, sig)).isFalse();
    }
  }

  @Test
  void signsAsTheJdkDoesAndFindsThePublicKey() throws GeneralSecurityException {
    for (int i = 0; i < 5; i++) {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] message = {1, 2, (byte) i};
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      assertThat(Ed25519Signatures.sign(pair.getPrivate(), message)).isEqualTo(signature.sign());
      assertThat(Ed25519Keys.publicHalf(pair.getPrivate())).isEqualTo(pair.getPublic());
    }
  }

  /** Another S for the same signature would let a certificate be changed without its key. */
  @Test
  void refusesASecondFormOfTheSameSignature() throws GeneralSecurityException {
    byte[] sig =
        HEX.parseHex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    byte[] s = new byte[32];
    for (int i = 0; i < 32; i++) {
      s[i] = sig[63 - i];
    }
    byte[] more = new BigInteger(1, s).add(L).toByteArray();
    for (int i = 0; i < 32; i++) {
      sig[32 + i] = i < more.length ? more[more.length - 1 - i] : 0;
    }
    assertThat(
            both(
                key("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
                HEX.parseHex("72"),
                sig))
        .isFalse();
  }

  @Test
  void whatIsNoSignatureIsNotGood() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    for (int length : new int[] {0, 1, 63, 65, 128}) {
      assertThat(both(pair.getPublic(), new byte[1], new byte[length])).isFalse();
    }
    assertThat(both(pair.getPublic(), new byte[1], new byte[64])).isFalse();
  }

  /**
   * Whoever has a key can add the point of order 2 to R; other readers find such a one not good.
   */
  @Test
  void refusesAnRThatIsNotOfTheOrderOfTheBasePoint() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] a = Arrays.copyOfRange(pair.getPublic().getEncoded(), 12, 44);
    byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    byte[] secret = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), 32);
    secret[0] &= (byte) 0xf8;
    secret[31] = (byte) (secret[31] & 0x7f | 0x40);
    for (int i = 1; i <= 32; i++) {
      BigInteger nonce = BigInteger.valueOf(i).multiply(BigInteger.TWO.pow(200)).mod(L);
      BigInteger[] honest = times(nonce);
      byte[] r = encoded(new BigInteger[] {P.subtract(honest[0]), P.subtract(honest[1])});
      byte[] message = {(byte) i};
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      sha512.update(r);
      sha512.update(a);
      BigInteger k = number(sha512.digest(message)).mod(L);
      byte[] signature = Arrays.copyOf(r, 64);
      byte[] s = nonce.add(k.multiply(number(secret))).mod(L).toByteArray();
      for (int at = 0; at < Math.min(32, s.length); at++) {
        signature[32 + at] = s[s.length - 1 - at];
      }
      assertThat(both(pair.getPublic(), message, signature)).as("message %d", i).isFalse();
    }
  }

  /** A key of small order would let one signature stand for every message. */
  @Test
  void aKeyOfSmallOrderSignsNothing() throws GeneralSecurityException {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    byte[] sig = new byte[64];
    sig[0] = 1;
    assertThat(both(key(HEX.formatHex(neutral)), new byte[] {1, 2, 3}, sig)).isFalse();
  }

  @Test
  void aKeyOfAnotherKindIsNotOne() throws GeneralSecurityException {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    assertThat(both(rsa.getPublic(), new byte[1], new byte[64])).isFalse();
  }

  /** Its last bytes could be those of an Ed25519 key. */
  @Test
  void anEd448KeyIsNotOne() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] bare = pair.getPublic().getEncoded();
    byte[] encoded =
        HEX.parseHex("3043300506032b6571033a00" + "00".repeat(25) + HEX.formatHex(bare, 12, 44));
    PublicKey other =
        new PublicKey() {
          private static final long serialVersionUID = 1;

          @Override
          public String getAlgorithm() {
            return "EdDSA";
          }

          @Override
          public String getFormat() {
            return "X.509";
          }

          @Override
          public byte[] getEncoded() {
            return encoded.clone();
          }
        };
    byte[] message = {1, 2, 3};
    byte[] signature = Ed25519Signatures.sign(pair.getPrivate(), message);
    assertThat(both(pair.getPublic(), message, signature)).isTrue();
    assertThat(both(other, message, signature)).isFalse();
  }

  /** All points of small order, in every encoding; RFC 8032 §5.1.3 knows one for each alone. */
  @Test
  void noEncodingOfASmallOrderIsAKey() {
    for (String key :
        new String[] {
          "0100000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000080",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0000000000000000000000000000000000000000000000000000000000000080",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"
        }) {
      for (String r : new String[] {"01" + "00".repeat(31), "ee" + "ff".repeat(30) + "7f", key}) {
        for (int message = 0; message < 16; message++) {
          assertThat(isTaken(key, new byte[] {(byte) message}, HEX.parseHex(r + "00".repeat(32))))
              .as(key)
              .isFalse();
        }
      }
    }
  }

  private static boolean isTaken(String key, byte[] message, byte[] signature) {
    try {
      return both(key(key), message, signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean verifies(String key, String message, String signature)
      throws GeneralSecurityException {
    return both(key(key), HEX.parseHex(message), HEX.parseHex(signature));
  }

  private static PublicKey key(String hex) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(HEX.parseHex("302a300506032b6570032100" + hex)));
  }

  /** Both ways to check it have to find the same. */
  private static boolean both(PublicKey key, byte[] message, byte[] signature) {
    boolean verifies = Ed25519Signatures.verifies(key, message, signature);
    byte[] encoded = key.getEncoded();
    if (signature.length == 64 && encoded.length == 44 && key.getAlgorithm().equals("EdDSA")) {
      byte[] bare = Arrays.copyOfRange(encoded, 12, 44);
      if (Ed25519.validatePublicKeyFull(bare, 0)) {
        PointMultiples negated = PointMultiples.of(bare, true).orElseThrow();
        assertThat(Ed25519Signatures.verifies(bare, negated, message, signature))
            .isEqualTo(verifies);
      }
    }
    return verifies;
  }

  @Test
  void agreesWithItselfBeforeAndAfterTheMultiplesOfAKeyAreKnown() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Random random = new Random(7);
    for (int n = 0; n < 2_000; n++) {
      byte[] message = new byte[1 + random.nextInt(90)];
      random.nextBytes(message);
      byte[] signature = Ed25519Signatures.sign(pair.getPrivate(), message);
      assertThat(Ed25519Signatures.verifies(pair.getPublic(), message, signature)).isTrue();
      signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      assertThat(Ed25519Signatures.verifies(pair.getPublic(), message, signature)).isFalse();
    }
  }

  /** Scalars whose bytes are at the borders, where digits are carried over. */
  @Test
  void addsMultiplesAsTheFormulaOfTheStandardDoes() {
    Random random = new Random(11);
    for (int n = 0; n < 40; n++) {
      byte[] one = atBorders(random);
      byte[] other = atBorders(random);
      byte[] sum = PointMultiples.sum(PointMultiples.ofBase(), one, PointMultiples.ofBase(), other);
      assertThat(sum).isEqualTo(encoded(times(number(one).add(number(other)))));
    }
    assertThat(
            PointMultiples.sum(
                PointMultiples.ofBase(), new byte[32], PointMultiples.ofBase(), new byte[32]))
        .isEqualTo(encoded(times(BigInteger.ZERO)));
  }

  private static byte[] atBorders(Random random) {
    int[] borders = {0, 1, 127, 128, 129, 255, random.nextInt()};
    byte[] scalar = new byte[32];
    for (int i = 0; i < 31; i++) {
      scalar[i] = (byte) borders[random.nextInt(borders.length)];
    }
    scalar[31] = (byte) random.nextInt(16);
    return scalar;
  }

  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  private static final BigInteger[] BASE = {
    new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
    BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P)
  };

  private static BigInteger[] times(BigInteger scalar) {
    BigInteger[] sum = {BigInteger.ZERO, BigInteger.ONE};
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = plus(sum, sum);
      sum = scalar.testBit(bit) ? plus(sum, BASE) : sum;
    }
    return sum;
  }

  /** The addition law of a twisted Edwards curve with a = -1. */
  private static BigInteger[] plus(BigInteger[] p, BigInteger[] q) {
    BigInteger product = D.multiply(p[0]).multiply(q[0]).multiply(p[1]).multiply(q[1]).mod(P);
    BigInteger x = p[0].multiply(q[1]).add(p[1].multiply(q[0]));
    BigInteger y = p[1].multiply(q[1]).add(p[0].multiply(q[0]));
    return new BigInteger[] {
      x.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
      y.multiply(BigInteger.ONE.subtract(product).modInverse(P)).mod(P)
    };
  }

  private static byte[] encoded(BigInteger[] point) {
    BigInteger whole = point[0].testBit(0) ? point[1].setBit(255) : point[1];
    byte[] big = whole.toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < Math.min(32, big.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  private static BigInteger number(byte[] little) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[big.length - 1 - i];
    }
    return new BigInteger(1, big);
  }
}
