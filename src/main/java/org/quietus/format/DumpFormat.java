package org.quietus.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A format of backups, whose rows hang on each other: they are looked at more often than read. */
public interface DumpFormat extends Format {

  /** Takes rows of one reading down. */
  RowKeeper keeper(ByteStore store);

  /** How people make a dump show that it is whole, for a message, as an imperative. */
  String howToShowTheEnd();

  /** Whether all files of a folder are one dump, and say of each other how they are read. */
  default boolean isFolder() {
    return false;
  }

  /**
   * How a file of a folder is read; where each file is a dump, all in the same way.
   *
   * @throws BadDump if it is none of this format, or what says how it is read is not there
   */
  default DumpFormat file(String name, DumpFiles files) throws IOException {
    return this;
  }

  /**
   * Whether a file of that name, beside others of a folder, says of them what is to be written anew
   * with these, so that it may not be left out.
   */
  default boolean says(String name) {
    return false;
  }

  /** The database that a file of a folder is of, as its name or others of that say. */
  default Optional<String> database() {
    return Optional.empty();
  }

  /** Whether it is a dump itself that says which database it is of. */
  default boolean saysDatabase() {
    return false;
  }

  /** The database that a dump says at its beginning that it is of, if it does. */
  default Optional<String> database(InputStream dump) throws IOException {
    return Optional.empty();
  }

  /** Whether a database that a dump says that it is of is the one that rows are sought for. */
  default boolean isHome(String database) {
    return true;
  }

  /** What a file says of others, if it does nothing else. */
  default Optional<ToldRows> counts() {
    return Optional.empty();
  }
}
