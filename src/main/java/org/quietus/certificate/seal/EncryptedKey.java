package org.quietus.certificate.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * PKCS#8 under a passphrase, AES-CBC with PBKDF2 (PBES2 of RFC 8018), as {@code openssl pkcs8
 * -topk8 -v2 aes-256-cbc} writes it. The JDK's own reading of it takes ASCII passphrases alone.
 */
final class EncryptedKey {

  /** A key from a passphrase takes a tenth of a second: each command that signs opens two. */
  private static final BigInteger ITERATIONS = BigInteger.valueOf(100_000);

  private static final BigInteger MOST_ITERATIONS = BigInteger.valueOf(10_000_000);
  private static final int SALT_BYTES = 16;
  private static final int BLOCK_BYTES = 16;

  private static final Map<ASN1ObjectIdentifier, String> PSEUDORANDOM =
      Map.of(
          PKCSObjectIdentifiers.id_hmacWithSHA1, "HmacSHA1",
          PKCSObjectIdentifiers.id_hmacWithSHA224, "HmacSHA224",
          PKCSObjectIdentifiers.id_hmacWithSHA256, "HmacSHA256",
          PKCSObjectIdentifiers.id_hmacWithSHA384, "HmacSHA384",
          PKCSObjectIdentifiers.id_hmacWithSHA512, "HmacSHA512");

  private static final Map<ASN1ObjectIdentifier, Integer> KEY_BITS =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 128,
          NISTObjectIdentifiers.id_aes192_CBC, 192,
          NISTObjectIdentifiers.id_aes256_CBC, 256);

  private EncryptedKey() {}

  /** How a key follows from the passphrase, and what it encrypts with. */
  private record Scheme(
      String pseudorandom, byte[] salt, BigInteger iterations, int bits, byte[] start) {

    static Scheme of(EncryptedPrivateKeyInfo info) {
      AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
      if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        throw new Unsupported();
      }
      PBES2Parameters both = PBES2Parameters.getInstance(algorithm.getParameters());
      Integer bits = KEY_BITS.get(both.getEncryptionScheme().getAlgorithm());
      if (bits == null
          || !both.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
        throw new Unsupported();
      }
      PBKDF2Params derivation =
          PBKDF2Params.getInstance(both.getKeyDerivationFunc().getParameters());
      String pseudorandom = PSEUDORANDOM.get(derivation.getPrf().getAlgorithm());
      BigInteger iterations = derivation.getIterationCount();
      if (pseudorandom == null
          || iterations.signum() <= 0
          || iterations.compareTo(MOST_ITERATIONS) > 0) {
        throw new Unsupported();
      }
      byte[] start =
          ASN1OctetString.getInstance(both.getEncryptionScheme().getParameters()).getOctets();
      return new Scheme(pseudorandom, derivation.getSalt(), iterations, bits, start);
    }

    AlgorithmIdentifier identifier() {
      AlgorithmIdentifier hash = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256);
      return new AlgorithmIdentifier(
          PKCSObjectIdentifiers.id_PBES2,
          new PBES2Parameters(
              new KeyDerivationFunc(
                  PKCSObjectIdentifiers.id_PBKDF2,
                  new PBKDF2Params(salt, iterations.intValueExact(), hash)),
              new EncryptionScheme(
                  NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(start))));
    }

    byte[] crypt(int mode, byte[] content, Passphrase passphrase) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, key(passphrase), new IvParameterSpec(start));
      return cipher.doFinal(content);
    }

    private SecretKeySpec key(Passphrase passphrase) throws GeneralSecurityException {
      char[] revealed = passphrase.reveal();
      try {
        PBEKeySpec spec = new PBEKeySpec(revealed, salt, iterations.intValueExact(), bits);
        byte[] key =
            SecretKeyFactory.getInstance("PBKDF2With" + pseudorandom)
                .generateSecret(spec)
                .getEncoded();
        return new SecretKeySpec(key, "AES");
      } finally {
        Arrays.fill(revealed, ' ');
      }
    }
  }

  /** Another way to encrypt than this one. */
  private static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Encrypts a PKCS#8 structure. */
  static byte[] encrypt(byte[] pkcs8, Passphrase passphrase) {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[SALT_BYTES];
    byte[] start = new byte[BLOCK_BYTES];
    random.nextBytes(salt);
    random.nextBytes(start);
    Scheme scheme = new Scheme("HmacSHA256", salt, ITERATIONS, 256, start);
    try {
      return new EncryptedPrivateKeyInfo(
              scheme.identifier(), scheme.crypt(Cipher.ENCRYPT_MODE, pkcs8, passphrase))
          .getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java 17 platform has AES and PBKDF2", e);
    }
  }

  /**
   * Decrypts one.
   *
   * @throws IllegalArgumentException if it is not one, or this is not its passphrase
   */
  static byte[] decrypt(byte[] encrypted, Passphrase passphrase) {
    EncryptedPrivateKeyInfo info;
    Scheme scheme;
    try {
      info = EncryptedPrivateKeyInfo.getInstance(encrypted);
      scheme = Scheme.of(info);
    } catch (Unsupported e) {
      throw new IllegalArgumentException(
          "it is encrypted in a way that is not supported; encrypt it with 'openssl pkcs8 -topk8"
              + " -v2 aes-256-cbc'",
          null);
    } catch (RuntimeException e) { // of several kinds, some of which quote
      throw new IllegalArgumentException("its block is not an encrypted key", null);
    }
    try {
      return scheme.crypt(Cipher.DECRYPT_MODE, info.getEncryptedData(), passphrase);
    } catch (GeneralSecurityException e) {
      throw wrongPassphrase();
    }
  }

  /** Once in some hundred times, a wrong passphrase is only noticed by what comes out. */
  static IllegalArgumentException wrongPassphrase() {
    return new IllegalArgumentException("the passphrase is not its own", null);
  }
}
