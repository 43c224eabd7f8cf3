package org.quietus.backup.dump;

import java.util.Optional;
import org.quietus.format.Format;
import org.quietus.format.mysqldump.Mysqldump;

/** The formats by the name that a job file's {@code backups.<set>.format} gives them. */
public final class Formats {

  private Formats() {}

  /** The format of that name; empty when there is none, or none that can be rewritten. */
  public static Optional<Format> named(String name) {
    return name.equals("mysqldump") ? Optional.of(new Mysqldump()) : Optional.empty();
  }
}
