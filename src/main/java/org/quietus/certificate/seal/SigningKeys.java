package org.quietus.certificate.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.quietus.evidence.DurableFile;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * The Ed25519 key pair that signs certificates: {@code signing.pem} (PKCS#8, readable by its owner
 * alone) and {@code signing.pub.pem} (SubjectPublicKeyInfo) in one directory.
 */
public final class SigningKeys {

  private static final String PRIVATE = "signing.pem";
  private static final String PUBLIC = "signing.pub.pem";

  private final PrivateKey privateKey;
  private final PublicKey publicKey;
  private final Path publicFile;

  private SigningKeys(KeyPair pair, Path directory) {
    this.privateKey = pair.getPrivate();
    this.publicKey = pair.getPublic();
    this.publicFile = directory.resolve(PUBLIC);
    byte[] probe = "quietus".getBytes(StandardCharsets.US_ASCII);
    if (!PublicKeys.isSignedBy(publicKey, probe, sign(probe))) {
      throw new KeyRefused("the key pair in " + directory + " does not verify what it signs");
    }
  }

  /**
   * Makes a key pair, never over one that is there; finishes one that was left half made. The
   * private file is what counts: it appears whole, and the public one follows from it.
   *
   * @throws KeyRefused if there is one already
   */
  public static SigningKeys generate(Path directory) {
    Path privateFile = directory.resolve(PRIVATE);
    Path publicFile = directory.resolve(PUBLIC);
    try {
      if (Files.exists(privateFile) && Files.notExists(publicFile)) {
        return load(directory);
      }
      if (Files.exists(publicFile) && Files.notExists(privateFile)) {
        throw new KeyRefused(
            publicFile + " has lost its private key; move it away, then generate a new pair");
      }
      DurableFile.createDirectories(directory, "rwx------");
      if (!DurableFile.create(privateFile, Ed25519Keys.newPrivateFile(), "rw-------")) {
        throw new KeyRefused(
            "there is a signing key in "
                + directory
                + " already, and it is never overwritten; it is ready to be used");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the signing key in " + directory, e);
    }
    return load(directory);
  }

  /** Whether a directory holds a signing key, be it usable or not. */
  public static boolean existIn(Path directory) {
    return Files.exists(directory.resolve(PRIVATE));
  }

  /**
   * The key pair of a directory.
   *
   * @throws KeyRefused if there is none, if others may read it, or if its halves do not match
   */
  public static SigningKeys load(Path directory) {
    Path privateFile = directory.resolve(PRIVATE);
    try {
      if (Files.notExists(privateFile)) {
        throw new KeyRefused(
            "there is no signing key in " + directory + "; make one with 'quietus key generate'");
      }
      refuseReadableByOthers(privateFile);
      KeyPair pair = Ed25519Keys.readPrivateFile(Files.readAllBytes(privateFile));
      SigningKeys keys = new SigningKeys(pair, directory);
      keys.completePublicFile();
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the signing key in " + directory, e);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(privateFile + " is not an Ed25519 private key: " + e.getMessage());
    }
  }

  /** See {@link PublicKeys#idOf}. */
  public String keyId() {
    return PublicKeys.idOf(publicKey);
  }

  /** The public half. */
  public PublicKeys publicKeys() {
    return PublicKeys.of(publicKey);
  }

  /** The file of the public half, for who wants to check a certificate. */
  public Path publicFile() {
    return publicFile;
  }

  /** Puts a copy of the public key into an evidence store, once. */
  public EvidenceName publish(EvidenceStore store) {
    EvidenceName name = EvidenceName.publicKey(keyId());
    store.putIfAbsent(name, PublicKeys.write(publicKey));
    return name;
  }

  /** The Ed25519 signature of a message, 64 bytes (RFC 8032 §5.1.6). */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 failed to sign", e);
    }
  }

  private void completePublicFile() throws IOException {
    byte[] content = PublicKeys.write(publicKey);
    if (Files.exists(publicFile)) {
      byte[] there = PublicKeys.read(Files.readAllBytes(publicFile)).getEncoded();
      if (!MessageDigest.isEqual(there, publicKey.getEncoded())) {
        throw new KeyRefused(publicFile + " is not the public half of " + PRIVATE + " beside it");
      }
      return;
    }
    DurableFile.create(publicFile, content, "rw-r--r--");
  }

  private static void refuseReadableByOthers(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      if (!permissions.endsWith("------")) {
        throw new KeyRefused(
            file + " may be used by others (" + permissions + "); run 'chmod 600 " + file + "'");
      }
    }
  }
}
