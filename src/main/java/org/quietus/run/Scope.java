package org.quietus.run;

/** A part of the job that a run can be limited to. */
public enum Scope {
  RETENTION,
  ERASURE
}
