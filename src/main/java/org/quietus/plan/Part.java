package org.quietus.plan;

/** A part of the job file that a run can be confined to. */
public enum Part {
  RETENTION,
  ERASURE
}
