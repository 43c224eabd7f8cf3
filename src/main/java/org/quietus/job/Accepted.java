package org.quietus.job;

import java.util.Locale;

/** A kind of what a replay cannot bring back or decide, of which somebody says: looked at. */
public enum Accepted {
  /** Holds that lost their person; they end. */
  HOLDS,
  /** Open requests that lost their identifiers; they expire. */
  REQUESTS,
  /** Kinds of persons that the job file does not have any more. */
  SUBJECTS,
  /** Rows that may be an erased person's. */
  ROWS,
  /** Tables with rows that hang on none. */
  TABLES,
  /** Rows of the inbox that may be requests which were decided against. */
  INBOX,
  /** Backups and files that were not searched yet. */
  BACKUPS;

  /** Ends a line about something of this kind. */
  public String remedy() {
    return "--accept " + this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
