package org.quietus.objectstore.s3;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The content of one version. When a connection breaks or ends early, the rest is asked for, from
 * the same version and under the same ETag.
 */
final class S3Reader extends InputStream {
  private final S3Connection connection;
  private final Pin pin;
  private final long size;
  private final boolean whole;
  private long position;
  private volatile boolean closed;
  private int breaks;
  private @Nullable ResponseInputStream<GetObjectResponse> body;

  S3Reader(S3Connection connection, Pin pin) {
    this.connection = connection;
    this.pin = pin;
    this.whole = true;
    this.body = open(0, "");
    this.size = sizeOf(body.response());
  }

  /** Some bytes from a place on. */
  static byte[] part(S3Connection connection, Pin pin, long from, int count) {
    try (S3Reader reader = new S3Reader(connection, pin, from, count)) {
      byte[] bytes = new byte[count];
      for (int done = 0; done < count; ) {
        done += reader.read(bytes, done, count - done);
      }
      return bytes;
    }
  }

  private S3Reader(S3Connection connection, Pin pin, long from, int count) {
    this.connection = connection;
    this.pin = pin;
    this.whole = false;
    this.position = from;
    this.size = from + count;
    this.body = open(from, String.valueOf(size - 1));
  }

  private static long sizeOf(GetObjectResponse response) {
    Long size = response.contentLength();
    if (size == null) {
      throw new StoreException.Refused("S3 does not say how large an object is");
    }
    return size;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (position == size) {
      return -1;
    }
    return connection
        .retry()
        .call(
            attempt -> {
              int count = readOnce(into, offset, length);
              position += count;
              return count;
            });
  }

  private int readOnce(byte[] into, int offset, int length) {
    if (closed) {
      throw new StoreException.Refused("the content was closed");
    }
    ResponseInputStream<GetObjectResponse> current = body;
    if (current == null) {
      current = open(position, whole ? "" : String.valueOf(size - 1));
      body = current;
    }
    try {
      int count = current.read(into, offset, length);
      if (count > 0) {
        return count;
      }
    } catch (IOException | RuntimeException e) {
      // Treated like a body that ends early; the message may quote the key.
    }
    drop();
    breaks++;
    if (breaks > MOST_BREAKS) {
      throw new StoreException.Refused("the content broke off " + breaks + " times");
    }
    throw new StoreException.Unreachable("the content broke off");
  }

  /** A connection that delivers a little each time must still come to an end. */
  private static final int MOST_BREAKS = 1_000;

  private ResponseInputStream<GetObjectResponse> open(long from, String last) {
    boolean ranged = from > 0 || !last.isEmpty();
    ResponseInputStream<GetObjectResponse> opened =
        connection.keyed(
            "GetObject",
            key ->
                connection
                    .client()
                    .getObject(
                        r ->
                            r.bucket(connection.bucket())
                                .key(connection.nameOf(pin.key()))
                                .versionId(pin.versionId())
                                .ifMatch(pin.etag())
                                .range(ranged ? "bytes=" + from + "-" + last : null)
                                .overrideConfiguration(S3Connection.with(key))));
    String range = opened.response().contentRange();
    if (!pin.etag().equals(opened.response().eTag())
        || (ranged && (range == null || !range.startsWith("bytes " + from + "-")))) {
      opened.abort();
      throw new StoreException.Changed("the content is not the one that was listed");
    }
    return opened;
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }

  private void drop() {
    ResponseInputStream<GetObjectResponse> current = body;
    if (current != null) {
      body = null;
      if (whole || position < size) {
        current.abort(); // Not close(), which would read the rest.
      } else {
        closed(current); // The connection is used again.
      }
    }
  }

  private static void closed(ResponseInputStream<GetObjectResponse> body) {
    try {
      body.close();
    } catch (IOException e) {
      body.abort();
    }
  }
}
