package org.quietus.format;

/** A good file, in which something is missing that the job file names. */
public final class Drifted extends BadDump {
  public Drifted(String reason, long offset) {
    super(reason, offset, null);
  }
}
