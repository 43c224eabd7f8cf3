package org.quietus.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** The files of one folder, in which a dump of many files lies; names are without the folder. */
public interface DumpFiles {

  /** The names of all of them. */
  Set<String> names();

  /** Whether one of that name is there. */
  default boolean has(String name) {
    return names().contains(name);
  }

  /**
   * Reads one of them, uncompressed.
   *
   * @throws BadDump if it cannot be told which version of it belongs to the dump
   */
  <T> T read(String name, Use<T> use) throws IOException;

  /** What is done with the content of a file. */
  interface Use<T> {
    /** Reads it. */
    T with(InputStream content) throws IOException;
  }
}
