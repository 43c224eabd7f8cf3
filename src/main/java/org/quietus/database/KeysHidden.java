package org.quietus.database;

import java.util.List;

/** The user may not see all foreign keys, so that nobody could tell what belongs to a record. */
public final class KeysHidden extends RuntimeException {
  private static final String MEND =
      "grant REFERENCES on them to the user of the job file, beside SELECT, UPDATE, DELETE and"
          + " TRIGGER; it also needs PROCESS, and all rights on the schema quietus";

  private final String what;

  KeysHidden(List<String> tables) {
    this(
        "the server hides the foreign keys of tables that the user may only read: "
            + String.join(", ", tables));
  }

  private KeysHidden(String what) {
    super(what + "; " + MEND);
    this.what = what;
  }

  /** What is wrong, with the tables' names. */
  public String what() {
    return what;
  }

  /** How to mend it. */
  public String mend() {
    return MEND;
  }
}
