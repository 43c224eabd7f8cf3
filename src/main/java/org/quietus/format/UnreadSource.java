package org.quietus.format;

import java.io.IOException;

/** Content could not be had from where it is, which says nothing of the content itself. */
public final class UnreadSource extends IOException {

  /** Because of a failure of where it is. */
  public UnreadSource(RuntimeException why) {
    super("it could not be read", why);
  }
}
