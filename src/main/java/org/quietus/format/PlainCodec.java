package org.quietus.format;

import java.io.InputStream;
import java.io.OutputStream;

/** Leaves the bytes as they are. */
public final class PlainCodec implements Codec {

  @Override
  public InputStream decode(InputStream compressed) {
    return compressed;
  }

  @Override
  public OutputStream encode(OutputStream compressed) {
    return compressed;
  }
}
