package org.quietus.certificate.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.quietus.objectstore.DurableFile;

/**
 * An Ed25519 private key in a file {@code NAME.pem} (PKCS#8, readable by its owner alone, perhaps
 * encrypted), whose public half is {@code NAME.pub.pem} beside it. The private file is what counts:
 * it appears whole, and the public one follows from it.
 *
 * @param called what people call such a key
 */
record PrivateKeyFile(Path file, String called, Passphrase passphrase) {
  private static final String ENDING = ".pem";
  private static final String PRIVATE = "rw-------";

  /** The public halves that verified what the private half in such a file signed. */
  private static final FoundBefore<PublicKey> PROVEN = new FoundBefore<>();

  /** The file of the public half. */
  Path publicFile() {
    String name = file.getFileName().toString();
    return file.resolveSibling(
        (name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name)
            + ".pub.pem");
  }

  /** Makes a new key unless there is one; returns whether it was made. */
  boolean create() throws IOException {
    return DurableFile.create(file, Ed25519Keys.newPrivateFile(passphrase), PRIVATE);
  }

  /** Puts the same bytes into another file, unless it is there. */
  void copyTo(Path other) throws IOException {
    DurableFile.create(other, Files.readAllBytes(file), PRIVATE);
  }

  /**
   * Reads it; its public half need not be there.
   *
   * @throws KeyRefused if it is not there, if others may read it, if it cannot be opened, or if its
   *     halves do not match
   */
  SigningKeys read() {
    try {
      if (Files.notExists(file)) {
        throw new KeyRefused(
            "there is no "
                + called
                + " in "
                + file.resolveSibling("")
                + "; make one with 'quietus key generate', which leaves other keys as they are");
      }
      refuseReadableByOthers(file);
      byte[] pem = Files.readAllBytes(file);
      PrivateKey privateKey = Ed25519Keys.readPrivateFile(pem, passphrase);
      PublicKey publicKey = PROVEN.orElse(() -> proven(privateKey), pem);
      return new SigningKeys(
          message -> Ed25519Signatures.sign(privateKey, message), publicKey, publicFile());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the " + called + " in " + file.resolveSibling(""), e);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(file + " is not an Ed25519 private key: " + e.getMessage());
    }
  }

  /**
   * Reads it, and writes its public half if that is missing.
   *
   * @throws KeyRefused if it is not usable, or if the public half is that of another key
   */
  SigningKeys complete() {
    SigningKeys keys = read();
    try {
      completePublicFile(keys.publicKey());
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + publicFile(), e);
    }
  }

  private PublicKey proven(PrivateKey privateKey) {
    PublicKey publicKey = Ed25519Keys.publicHalf(privateKey);
    byte[] probe = "quietus".getBytes(StandardCharsets.US_ASCII);
    if (!PublicKeys.isSignedBy(publicKey, probe, Ed25519Signatures.sign(privateKey, probe))) {
      throw new KeyRefused("the public half of " + file + " does not verify what the key signs");
    }
    return publicKey;
  }

  private void completePublicFile(PublicKey publicKey) throws IOException {
    Path publicFile = publicFile();
    if (Files.exists(publicFile)) {
      byte[] there = PublicKeys.load(publicFile).byId().values().iterator().next().getEncoded();
      if (!MessageDigest.isEqual(there, publicKey.getEncoded())) {
        throw new KeyRefused(
            publicFile + " is not the public half of " + file.getFileName() + " beside it");
      }
      return;
    }
    writePublic(publicKey);
  }

  /** Writes the file of the public half unless it is there. */
  void writePublic(PublicKey publicKey) throws IOException {
    DurableFile.create(publicFile(), PublicKeys.write(publicKey), "rw-r--r--");
  }

  static void refuseReadableByOthers(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      if (!permissions.endsWith("------")) {
        throw new KeyRefused(
            file + " may be used by others (" + permissions + "); run 'chmod 600 " + file + "'");
      }
    }
  }
}
