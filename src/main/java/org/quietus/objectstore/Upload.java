package org.quietus.objectstore;

import java.io.OutputStream;

/**
 * An upload in progress; write the content, then {@link #stage()} it. Closing one that was not
 * staged discards it. Writing throws {@link StoreException}, never {@link java.io.IOException}.
 */
public abstract class Upload extends OutputStream {
  /** Returns the name by which the upload is found again after a crash. */
  public abstract Ticket ticket();

  /** Makes the content durable and complete, but not yet visible. */
  public abstract Staged stage();

  @Override
  public abstract void write(byte[] bytes, int offset, int length);

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void flush() {}

  @Override
  public abstract void close();
}
