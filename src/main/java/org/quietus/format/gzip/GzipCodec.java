package org.quietus.format.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.quietus.format.Codec;
import org.quietus.format.Recoding;

/**
 * gzip: reads one or several members, writes one whose header holds no time and no name, so that
 * the same dump always gives the same bytes. What is changed on the way is compressed again, and
 * the rest stays as it was compressed.
 */
public final class GzipCodec implements Codec {
  private static final int BUFFER = 1 << 16;

  @Override
  public InputStream decode(InputStream compressed) throws IOException {
    return new GzipReader(compressed);
  }

  @Override
  public OutputStream encode(OutputStream compressed) throws IOException {
    return new GZIPOutputStream(compressed, BUFFER);
  }

  @Override
  public Recoding recode(InputStream compressed, OutputStream sink) throws IOException {
    return new GzipSplice(compressed, sink);
  }
}
