package org.quietus.job;

/** Whether a plan may run unattended. */
public enum ApprovalState {
  /** A person approved it, or it ran before. */
  APPROVED,
  /** It is the job's first, which needs no approval unless the job file requires it. */
  FIRST,
  /** It waits for {@code approve}. */
  NEEDED
}
