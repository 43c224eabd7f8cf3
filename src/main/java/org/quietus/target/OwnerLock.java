package org.quietus.target;

import java.time.Duration;

/** A lock on a target that lives as long as its owner does. */
public interface OwnerLock extends AutoCloseable {

  /** Takes the lock; false if somebody else still holds it when the time is over. */
  boolean tryTake(Duration patience);

  /** Whether nobody holds it. */
  boolean isFree();

  /** Whether the connection that holds it still answers. */
  boolean isAlive();

  /** Gives it back, if it is held. */
  @Override
  void close();
}
