package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Durably;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.Ticket;
import org.quietus.objectstore.Upload;

/** An upload into a file of our own beside the one that it is to become. */
final class DirectoryUpload extends Upload {
  private final Ticket ticket;
  private final Path file;
  private final FileChannel channel;
  private final Attributes attributes;
  private boolean staged;
  private long size;

  DirectoryUpload(Ticket ticket, Path file, FileChannel channel, Attributes attributes) {
    this.ticket = ticket;
    this.file = file;
    this.channel = channel;
    this.attributes = attributes;
  }

  @Override
  public Ticket ticket() {
    return ticket;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    FileFailures.translated("write", () -> writeAll(ByteBuffer.wrap(bytes, offset, length)));
    size += length;
  }

  private int writeAll(ByteBuffer bytes) throws IOException {
    int written = 0;
    while (bytes.hasRemaining()) {
      written += channel.write(bytes);
    }
    return written;
  }

  @Override
  public Staged stage() {
    if (!staged) {
      FileFailures.translated("stage", this::sync);
      staged = true;
    }
    return new Staged(ticket, size);
  }

  private Path sync() throws IOException {
    FileAttributes.write(file, attributes);
    channel.force(true);
    channel.close();
    Durably.sync(Durably.parentOf(file));
    return file;
  }

  @Override
  public void close() {
    FileFailures.translated(
        "close",
        () -> {
          channel.close();
          return staged || Files.deleteIfExists(file);
        });
  }
}
