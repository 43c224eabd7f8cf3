package org.quietus.run;

/** A part of the job that a run can be limited to. */
public enum Scope {
  RETENTION,
  ERASURE,
  /**
   * Objects that have outlived their period; together with {@link #ERASURE} also the persons in
   * those that have not.
   */
  BACKUPS
}
