package org.quietus.objectstore;

import java.time.Instant;
import java.util.Optional;

/**
 * A store did not do what it was asked; one subclass per way to fail. Messages name the operation
 * and the store's answer, never an object: keys may hold personal data.
 */
public abstract sealed class StoreException extends RuntimeException {
  private StoreException(String message) {
    super(message);
  }

  /** Somebody else wrote, or the content is not the pinned one: plan again. */
  public static final class Changed extends StoreException {
    public Changed(String message) {
      super(message);
    }
  }

  /** The version, object or upload does not exist (any more). */
  public static final class Gone extends StoreException {
    public Gone(String message) {
      super(message);
    }
  }

  /** A retention or legal hold forbids the deletion. */
  public static final class Locked extends StoreException {
    private final transient Lock lock;

    public Locked(Lock lock) {
      super(
          "locked"
              + lock.mode().map(mode -> " in mode " + mode).orElse("")
              + lock.until().map(until -> " until " + until).orElse("")
              + (lock.legalHold() ? " by a legal hold" : ""));
      this.lock = lock;
    }

    /** Returns when the retention ends; empty for a legal hold alone, which has no end. */
    public Optional<Instant> until() {
      return lock.until();
    }

    /** Returns the retention and the legal hold. */
    public Lock lock() {
      return lock;
    }
  }

  /** The content must first be restored from an archive. */
  public static final class Archived extends StoreException {
    public Archived(String message) {
      super(message);
    }
  }

  /** The credentials are missing, wrong, or lack the right. */
  public static final class Denied extends StoreException {
    public Denied(String message) {
      super(message);
    }
  }

  /** The store did not answer, or not in time, or with a fault of its own; later may be better. */
  public static final class Unreachable extends StoreException {
    public Unreachable(String message) {
      super(message);
    }
  }

  /** The store cannot do that at all, or not safely. */
  public static final class Unsupported extends StoreException {
    public Unsupported(String message) {
      super(message);
    }
  }

  /** The store refused for another reason, which its answer names. */
  public static final class Refused extends StoreException {
    public Refused(String message) {
      super(message);
    }
  }
}
