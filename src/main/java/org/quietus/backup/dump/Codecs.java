package org.quietus.backup.dump;

import org.quietus.format.Codec;
import org.quietus.format.PlainCodec;
import org.quietus.format.gzip.GzipCodec;
import org.quietus.format.zstd.ZstdCodec;

/** The compressions that a dump may stand in. */
public final class Codecs {

  private static final Codec NONE = new PlainCodec();
  private static final Codec GZIP = new GzipCodec();
  private static final Codec ZSTD = new ZstdCodec();

  /** An empty file, with a name of sixty letters in its header. */
  private static final int EMPTY_GZIP = 80;

  /** An empty frame with a checksum, and a frame beside it that is skipped. */
  private static final int EMPTY_ZSTD = 32;

  private Codecs() {}

  /** The compression that an object's name promises by its ending. */
  public static Codec of(String objectName) {
    return objectName.endsWith(".gz") ? GZIP : objectName.endsWith(".zst") ? ZSTD : NONE;
  }

  /** How many bytes an object of that name may have while nothing at all is in it. */
  public static int sizeOfNothing(String objectName) {
    Codec codec = of(objectName);
    return codec == GZIP ? EMPTY_GZIP : codec == ZSTD ? EMPTY_ZSTD : 0;
  }
}
