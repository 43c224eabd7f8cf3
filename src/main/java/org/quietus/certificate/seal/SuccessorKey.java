package org.quietus.certificate.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.objectstore.DurableFile;

/**
 * The key that is to take the place of a directory's key: one in a file, {@code NAME-next.pem}, or
 * that of a program, whose public half is {@code NAME-next.pub.pem}. The file with that name goes
 * with the last step of it, so whoever was killed before finds it again.
 */
public final class SuccessorKey {
  private final Path directory;
  private final Use use;
  private final SigningKeys keys;
  private final boolean isOfProgram;

  private SuccessorKey(Path directory, Use use, SigningKeys keys, boolean isOfProgram) {
    this.directory = directory;
    this.use = use;
    this.keys = keys;
    this.isOfProgram = isOfProgram;
  }

  /**
   * One in a file: made, or the one that was made before.
   *
   * @throws KeyRefused if it cannot be used
   */
  public static SuccessorKey inFile(Path directory, Use use, Passphrase passphrase) {
    PrivateKeyFile next = use.nextIn(directory, passphrase);
    try {
      next.create();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the next " + next.called() + " in " + directory, e);
    }
    return new SuccessorKey(directory, use, next.read(), false);
  }

  /**
   * That of a program, which is tried.
   *
   * @param program it and its arguments
   * @throws KeyRefused if there is no such public half, or the program does not sign with its key
   */
  public static SuccessorKey ofProgram(Path directory, Use use, List<String> program) {
    Path publicFile = use.nextIn(directory, Passphrase.NONE).publicFile();
    SigningKeys keys = SignerProgram.of(program).keys(publicFile);
    return new SuccessorKey(directory, use, keys, true);
  }

  /** The key itself. */
  public SigningKeys keys() {
    return keys;
  }

  /** Where its public half is, once it has taken the place. */
  public Path publicFile() {
    return use.in(directory, Passphrase.NONE).publicFile();
  }

  /**
   * Puts it in the place of the directory's key, which is kept beside it if it is in a file. Killed
   * at any moment and done again, it comes to the same.
   *
   * @param from id of the directory's key
   * @return where the earlier private key is kept; empty if it is that of a program
   */
  public Optional<Path> takeOver(String from) {
    PrivateKeyFile present = use.in(directory, Passphrase.NONE);
    PrivateKeyFile next = use.nextIn(directory, Passphrase.NONE);
    Path retired = use.retiredIn(directory, from);
    try {
      if (Files.exists(present.file())) {
        present.copyTo(retired);
      }
      if (isOfProgram) {
        Files.deleteIfExists(present.file());
        DurableFile.rename(next.publicFile(), present.publicFile());
      } else {
        Files.deleteIfExists(present.publicFile()); // it follows from the private one
        DurableFile.rename(next.file(), present.file());
        present.writePublic(keys.publicKey());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot replace the " + present.called() + " in " + directory, e);
    }
    return Optional.of(retired).filter(Files::exists);
  }
}
