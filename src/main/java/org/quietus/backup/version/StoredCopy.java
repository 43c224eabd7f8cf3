package org.quietus.backup.version;

import java.time.Instant;
import java.util.Optional;

/** An object version that is there. */
interface StoredCopy {
  /** The token of its backup. */
  String unit();

  /** What it has in common with all that was made with it, by its name. */
  String common();

  /** The table that its name tells. */
  Optional<String> table();

  String key();

  /** When its content was first created. */
  Instant created();

  /** Whether it is the current one of its object. */
  boolean latest();

  /** Whether the version is whole, as a part of its backup. */
  boolean isWhole();

  /** The database that it says it is of, {@link Generations#OWN} if that is the set's. */
  Optional<String> database();

  /** The tables of which it has the rows, as far as it can be read. */
  Optional<Contents.HeldTables> held();
}
