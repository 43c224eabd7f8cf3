package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quietus.certificate.seal.Passphrase;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.objectstore.DurableFile;

/**
 * The private halves of signing keys, made once for this JVM, because to make and try a pair takes
 * longer than most commands. {@code key generate} finishes them like a pair that was left half
 * made, and makes every other key.
 */
public final class SigningPairs {
  private static final Map<String, byte[]> FILES = made();

  private SigningPairs() {}

  private static Map<String, byte[]> made() {
    try {
      Path directory = Files.createTempDirectory("quietus-keys");
      SigningKeys.generateMissing(directory, List.of(SigningKeys.Use.values()), Passphrase.NONE);
      Map<String, byte[]> files = new TreeMap<>();
      for (String name : List.of("signing.pem", "log.pem")) {
        files.put(name, Files.readAllBytes(directory.resolve(name)));
      }
      Binaries.delete(directory);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts them into a directory of keys, beside what is there. */
  public static void layInto(Path keys) {
    try {
      DurableFile.createDirectories(keys, "rwx------");
      for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
        DurableFile.create(keys.resolve(file.getKey()), file.getValue(), "rw-------");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
