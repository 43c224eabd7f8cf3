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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.quietus.evidence.DurableFile;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * An Ed25519 key pair that signs: {@code NAME.pem} (PKCS#8, readable by its owner alone) and {@code
 * NAME.pub.pem} (SubjectPublicKeyInfo) in one directory.
 */
public final class SigningKeys {

  /** What a pair signs, one pair for each. */
  public enum Use {
    CERTIFICATES("signing", "signing key"),
    LOG("log", "log key");

    private final String file;
    private final String called;

    Use(String file, String called) {
      this.file = file;
      this.called = called;
    }

    private Path privateFile(Path directory) {
      return directory.resolve(file + ".pem");
    }

    private Path publicFile(Path directory) {
      return directory.resolve(file + ".pub.pem");
    }

    private Path nextFile(Path directory) {
      return directory.resolve(file + "-next.pem");
    }

    private Path retiredFile(Path directory, String keyId) {
      return directory.resolve(file + "-" + keyId + ".pem");
    }

    private boolean isWholeIn(Path directory) {
      return existsIn(directory) && Files.exists(publicFile(directory));
    }

    /** Whether a directory holds such a key, be it usable or not. */
    public boolean existsIn(Path directory) {
      return Files.exists(privateFile(directory));
    }
  }

  private static final String PRIVATE = ".pem";

  /** The public halves that verified what the private half in such a file signed. */
  private static final FoundBefore<PublicKey> PROVEN = new FoundBefore<>();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final UnaryOperator<byte[]> signer;
  private final PublicKey publicKey;
  private final Path publicFile;

  private SigningKeys(PrivateKey privateKey, PublicKey publicKey, Path publicFile) {
    this(message -> Ed25519Signatures.sign(privateKey, message), publicKey, publicFile);
  }

  private SigningKeys(UnaryOperator<byte[]> signer, PublicKey publicKey, Path publicFile) {
    this.signer = signer;
    this.publicKey = publicKey;
    this.publicFile = publicFile;
  }

  private static PublicKey proven(PrivateKey privateKey, Path privateFile) {
    PublicKey publicKey = Ed25519Keys.publicHalf(privateKey);
    byte[] probe = "quietus".getBytes(StandardCharsets.US_ASCII);
    if (!PublicKeys.isSignedBy(publicKey, probe, Ed25519Signatures.sign(privateKey, probe))) {
      throw new KeyRefused(
          "the public half of " + privateFile + " does not verify what the key signs");
    }
    return publicKey;
  }

  /**
   * Makes a key pair, never over one that is there; finishes one that was left half made. The
   * private file is what counts: it appears whole, and the public one follows from it.
   *
   * @throws KeyRefused if there is one already
   */
  public static SigningKeys generate(Path directory, Use use) {
    return generate(use.privateFile(directory), use.called);
  }

  /**
   * Makes a key pair in a file {@code NAME.pem} and one beside it, in the same way.
   *
   * @param called what people call such a key
   * @throws KeyRefused if there is one already
   */
  public static SigningKeys generate(Path privateFile, String called) {
    Path directory = privateFile.resolveSibling("");
    Path publicFile = publicFile(privateFile);
    try {
      if (Files.exists(privateFile) && Files.notExists(publicFile)) {
        return whole(privateFile, called);
      }
      if (Files.exists(publicFile) && Files.notExists(privateFile)) {
        throw new KeyRefused(
            publicFile + " has lost its private key; move it away, then generate a new pair");
      }
      DurableFile.createDirectories(
          Objects.requireNonNull(privateFile.toAbsolutePath().getParent()), "rwx------");
      if (!DurableFile.create(privateFile, Ed25519Keys.newPrivateFile(), "rw-------")) {
        throw new KeyRefused(
            "there is a "
                + called
                + " in "
                + directory
                + " already, and it is never overwritten; it is ready to be used");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the " + called + " in " + directory, e);
    }
    return whole(privateFile, called);
  }

  private static Path publicFile(Path privateFile) {
    String name = privateFile.getFileName().toString();
    return privateFile.resolveSibling(
        (name.endsWith(PRIVATE) ? name.substring(0, name.length() - PRIVATE.length()) : name)
            + ".pub.pem");
  }

  /**
   * Makes the pairs that are not in a directory yet, of every use.
   *
   * @return those that were made, at least one
   * @throws KeyRefused if all are there
   */
  public static List<SigningKeys> generateMissing(Path directory) {
    return generateMissing(directory, List.of(Use.values()));
  }

  /** The same for some uses. */
  public static List<SigningKeys> generateMissing(Path directory, List<Use> uses) {
    List<Use> missing = uses.stream().filter(use -> !use.isWholeIn(directory)).toList();
    return (missing.isEmpty() ? uses : missing)
        .stream().map(use -> generate(directory, use)).toList();
  }

  /**
   * The key pair of a directory.
   *
   * @throws KeyRefused if there is none, if others may read it, or if its halves do not match
   */
  public static SigningKeys load(Path directory, Use use) {
    return whole(use.privateFile(directory), use.called);
  }

  /**
   * The key that a program signs with, whose public half is in a directory; the program is tried.
   *
   * @param program it and its arguments
   * @throws KeyRefused if there is no such public half, or the program does not sign with its key
   */
  public static SigningKeys external(Path directory, Use use, List<String> program) {
    return external(directory, use, new SignerProgram(program, PATIENCE));
  }

  static SigningKeys external(Path directory, Use use, SignerProgram program) {
    Path publicFile = use.publicFile(directory);
    if (use.existsIn(directory)) {
      throw new KeyRefused(
          "a program signs, and there is a "
              + use.called
              + " in "
              + directory
              + " all the same; move "
              + use.privateFile(directory).getFileName()
              + " away, with its public half");
    }
    if (Files.notExists(publicFile)) {
      throw new KeyRefused(
          "there is no " + publicFile + "; put the public half of the signer's key there, as PEM");
    }
    PublicKey publicKey = PublicKeys.load(publicFile).byId().values().iterator().next();
    UnaryOperator<byte[]> signer =
        message -> {
          byte[] signature = program.sign(message);
          if (!PublicKeys.isSignedBy(publicKey, message, signature)) {
            throw new KeyRefused(
                "what the signer printed is not the signature of the key in "
                    + publicFile
                    + "; is it the public half of the signer's key?");
          }
          return signature;
        };
    SigningKeys keys = new SigningKeys(signer, publicKey, publicFile);
    keys.sign("quietus".getBytes(StandardCharsets.US_ASCII));
    return keys;
  }

  private static SigningKeys whole(Path privateFile, String called) {
    SigningKeys keys = load(privateFile, called);
    try {
      keys.completePublicFile(privateFile);
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + keys.publicFile, e);
    }
  }

  /**
   * The key pair of a file {@code NAME.pem}; its public half need not be there.
   *
   * @param called what people call such a key
   * @throws KeyRefused if it is not there, if others may read it, or if its halves do not match
   */
  public static SigningKeys load(Path privateFile, String called) {
    Path directory = privateFile.resolveSibling("");
    try {
      if (Files.notExists(privateFile)) {
        throw new KeyRefused(
            "there is no "
                + called
                + " in "
                + directory
                + "; make one with 'quietus key generate', which leaves other keys as they are");
      }
      refuseReadableByOthers(privateFile);
      byte[] pem = Files.readAllBytes(privateFile);
      PrivateKey privateKey = Ed25519Keys.readPrivateFile(pem);
      PublicKey publicKey = PROVEN.orElse(() -> proven(privateKey, privateFile), pem);
      return new SigningKeys(privateKey, publicKey, publicFile(privateFile));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the " + called + " in " + directory, e);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(privateFile + " is not an Ed25519 private key: " + e.getMessage());
    }
  }

  /**
   * The key that is to take the place of a directory's key: made, or the one that was made for it
   * before.
   *
   * @throws KeyRefused if it cannot be used
   */
  public static SigningKeys successor(Path directory, Use use) {
    Path file = use.nextFile(directory);
    try {
      DurableFile.create(file, Ed25519Keys.newPrivateFile(), "rw-------");
      refuseReadableByOthers(file);
      PrivateKey privateKey = Ed25519Keys.readPrivateFile(Files.readAllBytes(file));
      return new SigningKeys(privateKey, proven(privateKey, file), use.publicFile(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the next " + use.called + " in " + directory, e);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(file + " is not an Ed25519 private key: " + e.getMessage());
    }
  }

  /**
   * Puts the successor in the place of a directory's key, which is kept beside it; at every moment
   * one of the two is there, whole.
   *
   * @return where the earlier key is kept
   */
  public static Path takeOver(Path directory, Use use) {
    Path privateFile = use.privateFile(directory);
    Path retired = use.retiredFile(directory, load(directory, use).keyId());
    try {
      DurableFile.create(retired, Files.readAllBytes(privateFile), "rw-------");
      Files.deleteIfExists(use.publicFile(directory)); // it follows from the private one
      DurableFile.rename(use.nextFile(directory), privateFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace the " + use.called + " in " + directory, e);
    }
    return retired;
  }

  /** See {@link PublicKeys#idOf}. */
  public String keyId() {
    return PublicKeys.idOf(publicKey);
  }

  /** The public half. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The public half, as those who check signatures take it. */
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
    return signer.apply(message);
  }

  private void completePublicFile(Path privateFile) throws IOException {
    byte[] content = PublicKeys.write(publicKey);
    if (Files.exists(publicFile)) {
      byte[] there = PublicKeys.read(Files.readAllBytes(publicFile)).getEncoded();
      if (!MessageDigest.isEqual(there, publicKey.getEncoded())) {
        throw new KeyRefused(
            publicFile + " is not the public half of " + privateFile.getFileName() + " beside it");
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
