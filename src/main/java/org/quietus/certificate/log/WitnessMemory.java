package org.quietus.certificate.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.quietus.evidence.Digest;
import org.quietus.objectstore.DurableFile;

/**
 * What a witness cosigned last: for each log a file {@code <SHA-256 of its name>.checkpoint} with
 * the signatures of both, as C2SP tlog-witness has witnesses publish it.
 */
public final class WitnessMemory {

  private final Path directory;

  /** A memory in a directory, which is made with the first file in it. */
  public WitnessMemory(Path directory) {
    this.directory = directory;
  }

  /** The file of a log, for people. */
  Path file(String origin) {
    return directory.resolve(Digest.of(origin).hex() + ".checkpoint");
  }

  /** What was cosigned last of a log; empty if nothing was. */
  Optional<byte[]> last(String origin) {
    try {
      return Optional.of(Files.readAllBytes(file(origin)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what the witness cosigned last", e);
    }
  }

  /**
   * Notes a checkpoint durably, if nobody else noted another one meanwhile.
   *
   * @param expected what was cosigned last
   * @return whether it was noted
   */
  boolean note(String origin, Optional<byte[]> expected, byte[] checkpoint) {
    try {
      DurableFile.createDirectories(directory, "rwxr-xr-x");
      return DurableFile.replace(
          file(origin),
          () -> Arrays.equals(last(origin).orElse(null), expected.orElse(null)),
          checkpoint,
          "rw-r--r--");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note what the witness is about to cosign", e);
    }
  }
}
