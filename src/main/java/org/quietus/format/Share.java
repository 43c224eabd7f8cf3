package org.quietus.format;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What work on one of several objects may take of the heap, and all of them together of the disk
 * that is put aside on. It belongs to a thread and to those that it begins; whoever works by itself
 * has none, and no bound.
 */
public final class Share {
  private static final InheritableThreadLocal<Optional<Share>> OF_THREAD =
      new InheritableThreadLocal<>() {
        @Override
        protected Optional<Share> initialValue() {
          return Optional.empty();
        }
      };

  private final long largest;
  private final Room room;

  /** What may be put aside on a disk by all who share it. */
  public static final class Room {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** Room for that many bytes. */
    public Room(long most) {
      this.most = most;
    }

    private void take(long bytes) {
      if (taken.addAndGet(bytes) > most) {
        taken.addAndGet(-bytes);
        throw new OutOfShare();
      }
    }

    /** How much is taken now. */
    public long taken() {
      return taken.get();
    }
  }

  /**
   * A share.
   *
   * @param largest how large a thing may be that has to be held at once, such as a row
   */
  public Share(long largest, Room room) {
    this.largest = largest;
    this.room = room;
  }

  /** The share of the thread that asks; empty if it works by itself. */
  public static Optional<Share> ofThread() {
    return OF_THREAD.get();
  }

  /** Does something within the share. */
  public void within(Runnable work) {
    Optional<Share> before = OF_THREAD.get();
    OF_THREAD.set(Optional.of(this));
    try {
      work.run();
    } finally {
      OF_THREAD.set(before);
    }
  }

  /**
   * Requires that something of so many bytes may be held at once.
   *
   * @throws OutOfShare if it is more than the share of the thread allows
   */
  public static void require(long bytes) {
    Optional<Share> share = OF_THREAD.get();
    if (share.isPresent() && bytes > share.get().largest) {
      throw new OutOfShare();
    }
  }

  /** The smaller of two: {@code most}, and what may be held at once. */
  public static int atMost(int most) {
    return (int) Math.min(most, OF_THREAD.get().map(share -> share.largest).orElse((long) most));
  }

  /**
   * Takes room on the disk, which has to be given back.
   *
   * @throws OutOfShare if others have taken too much
   */
  public void putAside(long bytes) {
    room.take(bytes);
  }

  /** Gives room on the disk back. */
  public void giveBack(long bytes) {
    room.taken.addAndGet(-bytes);
  }
}
