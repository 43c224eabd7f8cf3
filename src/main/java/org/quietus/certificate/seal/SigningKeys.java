package org.quietus.certificate.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.objectstore.DurableFile;

/** An Ed25519 key that signs, in a file or by a program, with its public half. */
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

    /** The file of the private key in a directory. */
    PrivateKeyFile in(Path directory, Passphrase passphrase) {
      return named(directory, "", passphrase);
    }

    /** The file of the key that is to take its place. */
    PrivateKeyFile nextIn(Path directory, Passphrase passphrase) {
      return named(directory, "-next", passphrase);
    }

    /** Where the key of an id is kept after another one took its place. */
    Path retiredIn(Path directory, String keyId) {
      return directory.resolve(file + "-" + keyId + ".pem");
    }

    private PrivateKeyFile named(Path directory, String addition, Passphrase passphrase) {
      return new PrivateKeyFile(directory.resolve(file + addition + ".pem"), called, passphrase);
    }

    private boolean isWholeIn(Path directory) {
      return existsIn(directory) && Files.exists(in(directory, Passphrase.NONE).publicFile());
    }

    /** Whether a directory holds such a key, be it usable or not. */
    public boolean existsIn(Path directory) {
      return Files.exists(in(directory, Passphrase.NONE).file());
    }
  }

  private final UnaryOperator<byte[]> signer;
  private final PublicKey publicKey;
  private final Path publicFile;

  SigningKeys(UnaryOperator<byte[]> signer, PublicKey publicKey, Path publicFile) {
    this.signer = signer;
    this.publicKey = publicKey;
    this.publicFile = publicFile;
  }

  /**
   * Makes a key pair that is not encrypted, never over one that is there; finishes one that was
   * left half made.
   *
   * @throws KeyRefused if there is one already
   */
  public static SigningKeys generate(Path directory, Use use) {
    return generate(use.in(directory, Passphrase.NONE));
  }

  /**
   * Makes a key pair in a file {@code NAME.pem} and one beside it, in the same way.
   *
   * @param called what people call such a key
   * @throws KeyRefused if there is one already
   */
  public static SigningKeys generate(Path privateFile, String called) {
    return generate(new PrivateKeyFile(privateFile, called, Passphrase.NONE));
  }

  private static SigningKeys generate(PrivateKeyFile key) {
    Path directory = key.file().resolveSibling("");
    try {
      if (Files.exists(key.file()) && Files.notExists(key.publicFile())) {
        return key.complete();
      }
      if (Files.exists(key.publicFile()) && Files.notExists(key.file())) {
        throw new KeyRefused(
            key.publicFile() + " has lost its private key; move it away, then generate a new pair");
      }
      DurableFile.createDirectories(
          Objects.requireNonNull(key.file().toAbsolutePath().getParent()), "rwx------");
      if (!key.create()) {
        throw new KeyRefused(
            "there is a "
                + key.called()
                + " in "
                + directory
                + " already, and it is never overwritten; it is ready to be used");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the " + key.called() + " in " + directory, e);
    }
    return key.complete();
  }

  /**
   * Makes the pairs that are not in a directory yet.
   *
   * @return those that were made, at least one
   * @throws KeyRefused if all are there
   */
  public static List<SigningKeys> generateMissing(
      Path directory, List<Use> uses, Passphrase passphrase) {
    List<Use> missing = uses.stream().filter(use -> !use.isWholeIn(directory)).toList();
    return (missing.isEmpty() ? uses : missing)
        .stream().map(use -> generate(use.in(directory, passphrase))).toList();
  }

  /**
   * The key pair of a directory, which is not encrypted.
   *
   * @throws KeyRefused if there is none, if others may read it, or if its halves do not match
   */
  public static SigningKeys load(Path directory, Use use) {
    return load(directory, use, Passphrase.NONE);
  }

  /**
   * The key pair of a directory.
   *
   * @throws KeyRefused if there is none, if others may read it, if the passphrase does not open it,
   *     or if its halves do not match
   */
  public static SigningKeys load(Path directory, Use use, Passphrase passphrase) {
    return use.in(directory, passphrase).complete();
  }

  /**
   * The key pair of a file {@code NAME.pem}; its public half need not be there.
   *
   * @param called what people call such a key
   * @throws KeyRefused if it is not there, if others may read it, or if its halves do not match
   */
  public static SigningKeys load(Path privateFile, String called) {
    return new PrivateKeyFile(privateFile, called, Passphrase.NONE).read();
  }

  /**
   * The key that a program signs with, whose public half is in a directory; the program is tried.
   *
   * @param program it and its arguments
   * @throws KeyRefused if there is no such public half, or the program does not sign with its key
   */
  public static SigningKeys external(Path directory, Use use, List<String> program) {
    return external(directory, use, SignerProgram.of(program));
  }

  static SigningKeys external(Path directory, Use use, SignerProgram program) {
    PrivateKeyFile own = use.in(directory, Passphrase.NONE);
    if (use.existsIn(directory)) {
      throw new KeyRefused(
          "a program signs, and there is a "
              + own.called()
              + " in "
              + directory
              + " all the same; move "
              + own.file().getFileName()
              + " away, with its public half");
    }
    return program.keys(own.publicFile());
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
}
