package org.quietus.backup.dump;

import java.util.Optional;
import org.quietus.format.DumpFormat;
import org.quietus.format.mysqldump.Mysqldump;

/** The formats by the name that a job file's {@code backups.<set>.format} gives them. */
public final class Formats {

  private Formats() {}

  /**
   * The format of that name; empty when there is none, or none that can be rewritten.
   *
   * @param database that the dumps are of, as the server calls it, where that is known
   */
  public static Optional<DumpFormat> named(String name, Optional<String> database) {
    return name.equals("mysqldump") ? Optional.of(new Mysqldump(database)) : Optional.empty();
  }
}
