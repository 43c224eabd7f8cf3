package org.quietus.format.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.quietus.format.Compression;
import org.quietus.format.Damaged;
import org.quietus.format.NotADump;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;

/** What a file says of itself at its end. */
final class Footer {
  static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
  private static final byte[] ENCRYPTED = "PARE".getBytes(US_ASCII);

  /** The length of the metadata, and the magic bytes. */
  static final int TAIL = 8;

  private Footer() {}

  /** What follows on metadata of that length. */
  static byte[] tail(int length) {
    return ByteBuffer.allocate(TAIL)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length)
        .put(MAGIC)
        .array();
  }

  /** Reads it as the file has it. */
  static FileMetaData read(Spooled file) throws IOException {
    long length = file.getLength();
    byte[] head = file.bytes(0, (int) Math.min(length, TAIL));
    if (startsWith(head, ENCRYPTED)) {
      throw new UnsupportedDump("the Parquet file is encrypted", 0);
    }
    if (!startsWith(head, MAGIC)) {
      for (Compression compression : Compression.values()) {
        if (startsWith(head, compression.magic())) {
          throw new UnsupportedDump(compression.refusal(), 0);
        }
      }
      throw new NotADump("not a Parquet file", 0);
    }
    if (length < MAGIC.length + TAIL) {
      throw new Truncated("the Parquet file ends too early", length);
    }
    byte[] tail = file.bytes(length - TAIL, TAIL);
    if (Arrays.equals(tail, 4, TAIL, ENCRYPTED, 0, ENCRYPTED.length)) {
      throw new UnsupportedDump("the Parquet file is encrypted", length);
    }
    if (!Arrays.equals(tail, 4, TAIL, MAGIC, 0, MAGIC.length)) {
      throw new Truncated("the Parquet file ends without its footer", length);
    }
    int size = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size <= 0 || size > length - TAIL - MAGIC.length) {
      throw new Damaged("the footer of the Parquet file has an impossible length", length);
    }
    return metadata(file.bytes(length - TAIL - size, size), length);
  }

  private static FileMetaData metadata(byte[] bytes, long at) throws IOException {
    try {
      return Util.readFileMetaData(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      throw new Damaged("the footer of the Parquet file cannot be read", at);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
