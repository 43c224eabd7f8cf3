package org.quietus.backup.dump;

import org.quietus.format.Codec;
import org.quietus.format.PlainCodec;
import org.quietus.format.gzip.GzipCodec;

/** The compressions that a dump may stand in. */
public final class Codecs {

  private static final Codec NONE = new PlainCodec();
  private static final Codec GZIP = new GzipCodec();

  private Codecs() {}

  /** The compression that an object's name promises by its ending. */
  public static Codec of(String objectName) {
    return objectName.endsWith(".gz") ? GZIP : NONE;
  }
}
