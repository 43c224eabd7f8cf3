package org.quietus.request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 256-bit key that seals the identifiers of open requests and the names of objects (AES-GCM,
 * NIST SP 800-38D) and blinds row keys.
 */
public final class SealingKey {
  private static final String FILE = "requests.key";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final SecretKeySpec cipherKey;
  private final SecretKeySpec blindingKey;
  private final SecureRandom random = new SecureRandom();

  private SealingKey(byte[] key) {
    this.cipherKey = new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "seal"), "AES");
    this.blindingKey =
        new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "blind"), "HmacSHA256");
  }

  /** Loads the key from a directory of keys, or says what is missing or too open. */
  public static SealingKey load(Path keys) throws IOException {
    Path file = keys.resolve(FILE);
    if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
      throw new IOException(file + " can be read by others; run: chmod 600 " + file);
    }
    byte[] key = HexFormat.of().parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip());
    if (key.length != 32) {
      throw new IOException(file + " does not hold 64 hexadecimal digits");
    }
    return new SealingKey(key);
  }

  /** Makes a new key unless there is one; a kill leaves either none or a whole one. */
  public static void generate(Path keys) {
    Path file = keys.resolve(FILE);
    if (Files.exists(file)) {
      return;
    }
    try {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      Path part =
          Files.createTempFile(
              keys,
              FILE,
              ".part",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        String text = HexFormat.of().formatHex(key) + "\n";
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw new IllegalStateException("the directory of keys changed meanwhile", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
   */
  public byte[] open(byte[] sealed, String context) {
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, nonce, context)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "what was sealed for " + context + " was sealed under another key, or was changed");
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
