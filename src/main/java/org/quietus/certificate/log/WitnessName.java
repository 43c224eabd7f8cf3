package org.quietus.certificate.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.objectstore.DurableFile;

/** The name of a witness, in a file {@code NAME.vkey} beside its key {@code NAME.pem}. */
public final class WitnessName {

  private WitnessName() {}

  /**
   * The name that goes with a key.
   *
   * @throws KeyRefused if there is none, or that of another key
   */
  public static String beside(Path privateFile, SigningKeys keys) {
    Path file = file(privateFile);
    if (Files.notExists(file)) {
      throw new KeyRefused("the witness has no name: there is no " + file + "; pass --name");
    }
    try {
      WitnessKey named = WitnessKey.parse(Files.readString(file).strip());
      if (named.isSameKeyAs(WitnessKey.of(named.name(), keys.publicKey()))) {
        return named.name();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(file + " is not the key of a witness: " + e.getMessage());
    }
    throw new KeyRefused(file + " does not belong to " + privateFile + "; pass --name");
  }

  /** Whether a key was made, and whoever made it was killed before it had a name. */
  public static boolean isMissing(Path privateFile) {
    return Files.exists(privateFile) && Files.notExists(file(privateFile));
  }

  /**
   * Refuses a name before a key is made for it.
   *
   * @throws KeyRefused if no witness can be called so
   */
  public static void requirePossible(String name) {
    try {
      VerifierKey.of(name, 0, new byte[0]);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Names a key, once.
   *
   * @return the file, which is for whoever checks cosignatures
   * @throws KeyRefused if no witness can be called so, or if it has a name
   */
  public static Path give(String name, Path privateFile, SigningKeys keys) {
    Path file = file(privateFile);
    try {
      String vkey = WitnessKey.of(name, keys.publicKey()).vkey() + "\n";
      if (!DurableFile.create(file, vkey.getBytes(StandardCharsets.UTF_8), "rw-r--r--")) {
        throw new KeyRefused("there is a name already: " + file + "; it is never overwritten");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(String.valueOf(e.getMessage()));
    }
  }

  private static Path file(Path privateFile) {
    String name = privateFile.getFileName().toString().replaceFirst("\\.pem$", "");
    return privateFile.resolveSibling(name + ".vkey");
  }
}
