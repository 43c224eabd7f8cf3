package org.quietus.policy.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads the text of a job file, which is UTF-8 and at most 1 MiB. */
final class SourceText {
  private static final int MOST_BYTES = 1024 * 1024;

  private SourceText() {}

  /**
   * The whole text, a byte-order mark included.
   *
   * @throws InvalidInput if it is missing, unreadable, too large, empty or not text
   */
  static String read(Path file) {
    byte[] bytes = bytes(file);
    if (bytes.length > MOST_BYTES) {
      throw refused(
          "FILE-TOO-LARGE", file, 1, "the file is larger than 1 MiB", "is it a job file?");
    }
    String text = decoded(file, bytes);
    OptionalInt odd = text.codePoints().filter(c -> !StreamReader.isPrintable(c)).findFirst();
    if (odd.isPresent()) {
      int line =
          (int)
                  text.substring(0, text.indexOf(odd.getAsInt()))
                      .chars()
                      .filter(c -> c == '\n')
                      .count()
              + 1;
      throw refused(
          "NOT-TEXT",
          file,
          line,
          String.format("the file holds the control character U+%04X", odd.getAsInt()),
          "remove it; a job file is plain UTF-8 text");
    }
    return text;
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw refused("FILE-UNREADABLE", file, 1, "this is a directory", "name the job file in it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw refused("FILE-MISSING", file, 1, "there is no such file", "check the path");
    } catch (IOException e) {
      throw refused("FILE-UNREADABLE", file, 1, "the file cannot be read", "check its permissions");
    }
  }

  private static String decoded(Path file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused("NOT-TEXT", file, 1, "the file is not UTF-8 text", "save it as UTF-8");
    }
  }

  private static InvalidInput refused(String id, Path file, int line, String what, String mend) {
    return new InvalidInput(List.of(new Problem(id, file.toString(), line, what, mend)));
  }
}
