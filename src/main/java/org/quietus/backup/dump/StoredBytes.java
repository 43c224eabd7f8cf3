package org.quietus.backup.dump;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.quietus.format.ByteSource;
import org.quietus.format.UnreadSource;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/**
 * The content of an object version, of which only what is read is asked for: a little at first, and
 * more at once as long as one piece is read behind the other. The last pieces are kept.
 */
final class StoredBytes implements ByteSource {
  private static final int LEAST = 128 << 10;
  private static final int MOST = 4 << 20;

  /** Of what is near: larger ones would be a burden to the heap, which need not save on calls. */
  private static final int MOST_NEAR = 2 * LEAST;

  private static final int KEPT = 8 << 20;

  private final ObjectStore store;
  private final Pin pin;
  private final long length;
  private final int most;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private int kept;
  private int next = LEAST;
  private long end = -1;

  private record Piece(long from, byte[] bytes) {
    boolean has(long place) {
      return place >= from && place < from + bytes.length;
    }
  }

  StoredBytes(ObjectStore store, Pin pin) {
    this.store = store;
    this.pin = pin;
    this.most = store.isNear() ? MOST_NEAR : MOST;
    this.length = store.details(pin).size();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(long place, byte[] into, int count) throws IOException {
    for (int done = 0; done < count; ) {
      Piece piece = piece(place + done);
      int begin = Math.toIntExact(place + done - piece.from());
      int some = Math.min(count - done, piece.bytes().length - begin);
      System.arraycopy(piece.bytes(), begin, into, done, some);
      done += some;
    }
  }

  private Piece piece(long place) throws IOException {
    for (Piece piece : pieces) {
      if (piece.has(place)) {
        return piece;
      }
    }
    next = place == end ? Math.min(most, 2 * next) : LEAST;
    Piece piece = new Piece(place, part(place));
    end = place + piece.bytes().length;
    pieces.addFirst(piece);
    kept += piece.bytes().length;
    while (kept > KEPT) {
      kept -= pieces.removeLast().bytes().length;
    }
    return piece;
  }

  private byte[] part(long place) throws UnreadSource {
    try {
      byte[] bytes = store.part(pin, place, (int) Math.min(next, length - place));
      if (bytes.length == 0) {
        throw new StoreException.Changed("the content is shorter than it was");
      }
      return bytes;
    } catch (StoreException e) {
      throw new UnreadSource(e);
    }
  }
}
