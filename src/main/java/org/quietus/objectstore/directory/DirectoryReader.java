package org.quietus.objectstore.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.quietus.objectstore.StoreException;

/** The content of a file, which is checked to be the pinned one before and after it is read. */
final class DirectoryReader extends InputStream {
  private final InputStream content;
  private final Path file;
  private final String etag;
  private final FileIdentity identity;

  DirectoryReader(InputStream content, Path file, String etag, FileIdentity identity) {
    this.content = content;
    this.file = file;
    this.etag = etag;
    this.identity = identity;
    requireUnchanged();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int count = FileFailures.translated("read", () -> content.read(into, offset, length));
    if (count < 0) {
      requireUnchanged();
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private void requireUnchanged() {
    if (!FileFailures.translated("read", () -> identity.of(file)).equals(etag)) {
      throw new StoreException.Changed("the file is not the one that was listed");
    }
  }
}
