package org.quietus.job;

/** Whether a plan may run unattended. */
public enum ApprovalState {
  /** A person approved it, or it ran before. */
  APPROVED,
  /** It is the first beside its database, and needs no approval unless the job file requires it. */
  FIRST,
  /** It waits for {@code approve}. */
  NEEDED
}
