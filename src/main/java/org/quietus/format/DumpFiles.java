package org.quietus.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** The files of one folder, in which a dump of many files lies; names are without the folder. */
public interface DumpFiles {

  /** The names of all of them. */
  Set<String> names();

  /** The names of those that are there now, and not as older versions alone. */
  Set<String> current();

  /**
   * Reads the current version of one of them, uncompressed.
   *
   * @throws BadDump if it is not there
   */
  <T> T read(String name, Use<T> use) throws IOException;

  /**
   * Reads every version of one of them, since files may belong to an older one.
   *
   * @throws BadDump if it is not there, or its versions say different things
   */
  <T> T readAll(String name, Use<T> use) throws IOException;

  /** What is done with the content of a file. */
  interface Use<T> {
    /** Reads it. */
    T with(InputStream content) throws IOException;
  }
}
