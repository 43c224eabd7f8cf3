package org.quietus.objectstore.s3;

import java.util.Arrays;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;
import org.quietus.objectstore.Upload;

/** An upload in parts; one part at a time stands in memory. */
final class S3Upload extends Upload {
  private static final int FIRST_BUFFER = 1 << 16;

  private final S3Parts parts;
  private final Ticket ticket;
  private final Attributes attributes;
  private final PartSizes sizes;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private int number = 1;
  private long size;
  private boolean staged;

  S3Upload(S3Parts parts, Ticket ticket, Attributes attributes, PartSizes sizes) {
    this.parts = parts;
    this.ticket = ticket;
    this.attributes = attributes;
    this.sizes = sizes;
  }

  @Override
  public Ticket ticket() {
    return ticket;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      // Sent only once more is to come, for the last part may be short but not empty.
      if (filled == sizes.of(number)) {
        send();
      }
      int count = Math.min(left, sizes.of(number) - filled);
      makeRoom(filled + count);
      System.arraycopy(bytes, from, buffer, filled, count);
      filled += count;
      from += count;
      left -= count;
    }
  }

  @Override
  public Staged stage() {
    if (!staged) {
      send();
      staged = true;
      buffer = new byte[0];
    }
    return new Staged(ticket, size);
  }

  @Override
  public void close() {
    buffer = new byte[0];
    if (!staged) {
      parts.discard(ticket);
      staged = true;
    }
  }

  private void send() {
    if (number > PartSizes.MOST_PARTS) {
      throw new StoreException.Unsupported("S3 keeps no object larger than 5 TiB");
    }
    parts.upload(ticket, number, buffer, filled, attributes);
    size += filled;
    filled = 0;
    number++;
  }

  private void makeRoom(int needed) {
    if (needed > buffer.length) {
      long doubled = Math.max(needed, 2L * buffer.length);
      buffer = Arrays.copyOf(buffer, (int) Math.min(doubled, sizes.of(number)));
    }
  }
}
