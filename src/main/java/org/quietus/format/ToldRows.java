package org.quietus.format;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A file of a dump that says of others how many rows they have, or what their digests are. */
public interface ToldRows extends DumpFormat {

  /** How many rows it says that tables have; of others it says nothing. */
  Map<DumpTableName, Long> said();

  /** The tables of whose rows it has a digest, which the server alone can compute. */
  Set<DumpTableName> digested();

  /** Writes other numbers for some tables; every other byte stays. */
  DumpFormat saying(Map<DumpTableName, Long> rows);

  @Override
  default Optional<ToldRows> counts() {
    return Optional.of(this);
  }
}
