package org.quietus.format;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A file of a dump that says of others how many rows they have, how long they are, or digests. */
public interface ToldRows extends DumpFormat {

  /** How many rows it says that tables have; of others it says nothing. */
  Map<DumpTableName, Long> said();

  /** The tables of whose rows it has a digest, which the server alone can compute. */
  Set<DumpTableName> digested();

  /** How long it says that files of its folder are, by their names; of others it says nothing. */
  default Map<String, Long> lengths() {
    return Map.of();
  }

  /** Whether it has to say something else of a file whose length it says, if that is such. */
  default boolean isOutdated(String file, FileExtent now) {
    return !Long.valueOf(now.bytes()).equals(lengths().get(file));
  }

  /**
   * Writes other numbers for some tables, and for the files whose lengths it says; every other byte
   * stays.
   */
  DumpFormat saying(Map<DumpTableName, Long> rows, Map<String, FileExtent> files);

  @Override
  default Optional<ToldRows> counts() {
    return Optional.of(this);
  }
}
