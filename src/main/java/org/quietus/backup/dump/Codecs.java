package org.quietus.backup.dump;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.quietus.format.Codec;
import org.quietus.format.PlainCodec;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.gzip.GzipCodec;
import org.quietus.format.zstd.ZstdCodec;
import org.quietus.policy.ObjectSet;

/** The compressions that a dump may stand in. */
public final class Codecs {

  private static final Codec NONE = new PlainCodec();
  private static final Codec GZIP = new GzipCodec();
  private static final Codec ZSTD = new ZstdCodec();

  /** An empty file, with a name of sixty letters in its header. */
  private static final int EMPTY_GZIP = 80;

  /** An empty frame with a checksum, and a frame beside it that is skipped. */
  private static final int EMPTY_ZSTD = 32;

  /** As GnuPG, age and OpenSSL's users call their files. */
  private static final Pattern ENCRYPTED = Pattern.compile("\\.(gpg|pgp|asc|age|enc|aes)$");

  /** More than a pipe holds, so that a command that does not read is found out. */
  private static final int TRIED = 20_000;

  private Codecs() {}

  /** The compression that an object's name promises by its ending. */
  public static Codec of(String objectName) {
    return objectName.endsWith(".gz") ? GZIP : objectName.endsWith(".zst") ? ZSTD : NONE;
  }

  /** The same of an object that is encrypted, for which a further ending may stand. */
  static Codec within(String objectName) {
    return of(ENCRYPTED.matcher(objectName).replaceFirst(""));
  }

  /**
   * What commands make of a text that is encrypted and decrypted again.
   *
   * @throws IOException if it is not the text, or one of them fails
   */
  public static void tryOut(ObjectSet.Encryption commands) throws IOException {
    byte[] text = "quietus\n".repeat(TRIED).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
    Codec codec = new PipedCodec(commands, NONE);
    try (OutputStream sink = codec.encode(encrypted)) {
      sink.write(text);
    }
    try (InputStream decrypted = codec.decode(new ByteArrayInputStream(encrypted.toByteArray()))) {
      if (!Arrays.equals(decrypted.readAllBytes(), text)) {
        throw new UnsupportedDump("what is encrypted is not decrypted to the same again", 0);
      }
    }
  }

  /** How many bytes an object of that name may have while nothing at all is in it. */
  public static int sizeOfNothing(String objectName) {
    Codec codec = of(objectName);
    return codec == GZIP ? EMPTY_GZIP : codec == ZSTD ? EMPTY_ZSTD : 0;
  }
}
