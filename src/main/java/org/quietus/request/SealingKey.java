package org.quietus.request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.quietus.subject.KeyFile;

/**
 * The 256-bit key that seals the identifiers of open requests and the names of objects (AES-GCM,
 * NIST SP 800-38D) and blinds row keys.
 */
public final class SealingKey {
  private static final String FILE = "requests.key";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec cipherKey;
  private final SecretKeySpec blindingKey;
  private final SecureRandom random = new SecureRandom();

  private SealingKey(byte[] key) {
    this.cipherKey = new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "seal"), "AES");
    this.blindingKey =
        new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "blind"), "HmacSHA256");
  }

  /** Something cannot be opened with this key. */
  public static final class SealedOtherwise extends IllegalStateException {
    SealedOtherwise(String context) {
      super(
          "what was sealed for "
              + context
              + " was sealed under another key, or was changed; bring '"
              + FILE
              + "' back into the keys from a copy of them");
    }
  }

  /** Loads the key from a directory of keys, or says what is missing or too open. */
  public static SealingKey load(Path keys) throws IOException {
    return new SealingKey(KeyFile.load(keys.resolve(FILE)));
  }

  /** Makes a new key unless there is one; a kill leaves either none or a whole one. */
  public static void generate(Path keys) {
    KeyFile.generate(keys.resolve(FILE));
  }

  /** Encrypts; {@code context} is bound to the result and must be given again to open it. */
  public byte[] seal(byte[] plain, String context) {
    try {
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
      System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal", e);
    }
  }

  /**
   * Decrypts what {@link #seal} made, or fails if it was changed or sealed under another key or
   * context.
   *
   * @throws SealedOtherwise if it cannot be opened
   */
  public byte[] open(byte[] sealed, String context) {
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, nonce, context)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new SealedOtherwise(context);
    }
  }

  /** A key, different for each context, under which row keys become unlinkable tokens. */
  public byte[] blinding(String context) {
    return mac(blindingKey, context);
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, cipherKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] mac(SecretKeySpec key, String context) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }
}
