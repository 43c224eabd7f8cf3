package org.quietus.format;

/**
 * Work on one of several objects needs more than its {@link Share}: it has to be done by itself,
 * and says nothing about the object.
 */
public final class OutOfShare extends RuntimeException {
  public OutOfShare() {
    super("it needs more memory or room than its share");
  }
}
