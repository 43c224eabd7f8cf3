package org.quietus.certificate.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** What opens private keys that are encrypted; it is read when the first key is opened. */
public final class Passphrase {

  /** For keys that are not encrypted. */
  public static final Passphrase NONE = new Passphrase(Optional.empty());

  private static final int LONGEST = 1024;

  private final Optional<Supplier<String>> text;

  private Passphrase(Optional<Supplier<String>> text) {
    this.text = text;
  }

  /** The passphrase itself. */
  public static Passphrase of(String text) {
    return new Passphrase(Optional.of(() -> text));
  }

  /** The first line of a file, as {@code openssl -passin file:} takes it. */
  public static Passphrase in(Path file) {
    return new Passphrase(Optional.of(() -> firstLine(file)));
  }

  /** Whether there is none. */
  boolean isNone() {
    return text.isEmpty();
  }

  /**
   * The characters, for the caller to overwrite.
   *
   * @throws KeyRefused if it cannot be read, if others may read it, or if it is empty
   */
  char[] reveal() {
    String revealed = text.orElseThrow().get();
    if (revealed.isEmpty()) {
      throw new KeyRefused(
          "the passphrase of the keys is empty; set the variable or fill the file");
    }
    return revealed.toCharArray();
  }

  private static String firstLine(Path file) {
    try {
      PrivateKeyFile.refuseReadableByOthers(file);
      byte[] start = new byte[0];
      try (var in = Files.newInputStream(file)) {
        start = in.readNBytes(LONGEST + 1);
      }
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(start));
      String line = text.toString().split("\\R", 2)[0];
      if (line.length() > LONGEST) {
        throw new KeyRefused("the first line of " + file + " is too long for a passphrase");
      }
      return line;
    } catch (CharacterCodingException e) {
      throw new KeyRefused(file + " is not UTF-8 text; write the passphrase into its first line");
    } catch (IOException e) {
      throw new KeyRefused(
          "the passphrase of the keys cannot be read from " + file + "; see 'passphrase-file'");
    }
  }
}
