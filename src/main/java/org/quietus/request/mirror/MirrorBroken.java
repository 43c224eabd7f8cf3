package org.quietus.request.mirror;

/**
 * A mirror that does not fit the database or itself, so that nothing may be done on its strength.
 */
public final class MirrorBroken extends RuntimeException {
  MirrorBroken(String message) {
    super(message);
  }
}
