package org.quietus.format;

import java.util.Optional;

/** The formats by the name that a job file's {@code backups.<set>.format} gives them. */
public final class Formats {

  private Formats() {}

  /** The format of that name; empty when there is none, or none that can be rewritten. */
  public static Optional<Format> named(String name) {
    return name.equals("mysqldump") ? Optional.of(new Mysqldump()) : Optional.empty();
  }
}
