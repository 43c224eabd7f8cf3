package org.quietus.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** A file of its own for a 256-bit key: 64 hexadecimal digits that its owner alone may read. */
public final class KeyFile {
  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private KeyFile() {}

  /**
   * Reads a key.
   *
   * @throws IOException which says what is missing or too open
   */
  public static byte[] load(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
      throw new IOException(file + " can be read by others; run: chmod 600 " + file);
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (!text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
      throw new IOException(file + " does not hold " + 2 * BYTES + " hexadecimal digits");
    }
    return HexFormat.of().parseHex(text);
  }

  /**
   * Makes a new key; a kill leaves either none or a whole one.
   *
   * @return false if the file is there, which is left as it is
   */
  public static boolean generate(Path file) {
    if (Files.exists(file)) {
      return false;
    }
    try {
      byte[] key = new byte[BYTES];
      new SecureRandom().nextBytes(key);
      Path part =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              String.valueOf(file.getFileName()),
              ".part",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
          String text = HexFormat.of().formatHex(key) + "\n";
          channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
          channel.force(true);
        }
        Files.createLink(file, part); // fails if somebody else was faster, instead of replacing
      } finally {
        Files.delete(part);
      }
      force(file);
      return true;
    } catch (FileAlreadyExistsException somebodyElseWasFaster) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Destroys a key: overwritten, then removed; what the disk below keeps of it is its own affair.
   */
  public static void destroy(Path file) {
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap("0".repeat(2 * BYTES).getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
      }
      Files.delete(file);
      force(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
