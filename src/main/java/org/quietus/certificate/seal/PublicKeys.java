package org.quietus.certificate.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.TreeMap;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/**
 * The Ed25519 public keys that a reader trusts.
 *
 * @param byId by {@link #idOf}
 */
public record PublicKeys(Map<String, PublicKey> byId) {

  private static final int LARGEST_FILE = 10_000;
  private static final int ID_BYTES = 16;
  private static final String ED25519 = "Ed25519";

  /** Checkpoints and certificates are read again and again, and each check takes milliseconds. */
  private static final FoundBefore<Boolean> SIGNED = new FoundBefore<>();

  /** No key at all, so that no certificate is good. */
  public static final PublicKeys NONE = new PublicKeys(Map.of());

  public PublicKeys {
    byId = Map.copyOf(byId);
  }

  /** One key. */
  public static PublicKeys of(PublicKey key) {
    return new PublicKeys(Map.of(idOf(key), key));
  }

  /**
   * The key in a PEM file (SubjectPublicKeyInfo).
   *
   * @throws KeyRefused if it is none
   */
  public static PublicKeys load(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      return of(read(in.readNBytes(LARGEST_FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the public key " + pem, e);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(pem + " is not an Ed25519 public key: " + e.getMessage());
    }
  }

  /** Those that an evidence store keeps beside its certificates; as trustworthy as the store is. */
  public static PublicKeys in(EvidenceStore store) {
    Map<String, PublicKey> keys = new TreeMap<>();
    for (EvidenceName name : store.list(EvidenceName.Folder.KEYS)) {
      try {
        PublicKey key = read(store.read(name).orElseThrow());
        keys.put(idOf(key), key);
      } catch (IllegalArgumentException e) {
        throw new KeyRefused(name + " is not an Ed25519 public key: " + e.getMessage());
      }
    }
    return new PublicKeys(keys);
  }

  /**
   * Those of the evidence store that a certificate file lies in, {@code STORE/certificates/….json};
   * none if it does not lie in one.
   */
  public static PublicKeys beside(Path certificateFile) {
    return EvidenceStores.around(certificateFile).map(PublicKeys::in).orElse(NONE);
  }

  /** A key's id: the first 16 bytes of the SHA-256 of its DER, lower-case hex. */
  public static String idOf(PublicKey key) {
    return Digest.of(key.getEncoded()).hex().substring(0, 2 * ID_BYTES);
  }

  public static PublicKey read(byte[] pem) {
    try {
      return KeyFactory.getInstance(ED25519)
          .generatePublic(new X509EncodedKeySpec(Pem.read("PUBLIC KEY", pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("its PUBLIC KEY block holds no Ed25519 key", null);
    }
  }

  static byte[] write(PublicKey key) {
    return Pem.write("PUBLIC KEY", key.getEncoded());
  }

  /** Whether a signature is that of a message by a key; an Ed25519 one, RFC 8032 §5.1.7. */
  public static boolean isSignedBy(PublicKey key, byte[] message, byte[] sig) {
    return isSignedBy(ED25519, key, message, sig);
  }

  /** Whether a signature is that of a message by a key of some algorithm, as Java calls it. */
  public static boolean isSignedBy(String algorithm, PublicKey key, byte[] message, byte[] sig) {
    return SIGNED.orElse(
        () -> verifies(algorithm, key, message, sig), key.getEncoded(), sig, message);
  }

  private static boolean verifies(String algorithm, PublicKey key, byte[] message, byte[] sig) {
    if (algorithm.equals(ED25519)) {
      return Ed25519Signatures.verifies(key, message, sig);
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(sig);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
