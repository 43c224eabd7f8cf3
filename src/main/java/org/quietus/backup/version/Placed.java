package org.quietus.backup.version;

import java.time.Instant;
import java.util.Comparator;

/**
 * An object version by its age, with its place among all. Stores list the older versions of an
 * object from new to old. Of current ones of one age the last by its key is the newer one, in
 * whatever order they come.
 */
record Placed(StoredCopy copy, int place) {
  static final Comparator<Placed> AGE =
      Comparator.<Placed, Instant>comparing(placed -> placed.copy().created())
          .thenComparing(placed -> placed.copy().latest())
          .thenComparing(placed -> placed.copy().latest() ? placed.copy().key() : "")
          .thenComparing(placed -> placed.copy().latest() ? placed.place() : -placed.place());
}
