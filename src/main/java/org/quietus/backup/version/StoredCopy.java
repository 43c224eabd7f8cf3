package org.quietus.backup.version;

import java.time.Instant;
import java.util.Optional;

/**
 * An object version that is there.
 *
 * @param unit token of its backup
 * @param common what it has in common with all that was made with it, by its name
 * @param table the one that its name tells
 * @param latest whether it is the current one of its object
 * @param rest of it
 */
record StoredCopy(
    String unit,
    String common,
    Optional<String> table,
    String key,
    Instant created,
    boolean latest,
    Rest rest) {

  /** What is looked up when it is asked for. */
  interface Rest {
    /** Whether the version is whole, as a part of a backup. */
    boolean isWhole(String unit);

    /** The database that it says it is of, {@link Generations#OWN} if that is the set's. */
    Optional<String> database();

    /** The tables of which it has the rows, as far as it can be read. */
    Optional<Contents.HeldTables> held();
  }

  boolean isWhole() {
    return rest.isWhole(unit);
  }

  Optional<String> database() {
    return rest.database();
  }

  Optional<Contents.HeldTables> held() {
    return rest.held();
  }
}
