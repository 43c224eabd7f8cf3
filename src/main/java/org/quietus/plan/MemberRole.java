package org.quietus.plan;

/** What a member's rows are to the root row. */
public enum MemberRole {
  /** The root row itself. */
  ROOT,
  /** They reference it, directly or through others, and are the person's or the record's own. */
  DESCENDANT,
  /**
   * The root row references them; they go after it, and stay, as shared, while anything else
   * references them.
   */
  OWNED,
  /**
   * They only point at a row, and lose what they hold of whom it is about, and that pointer if the
   * row goes.
   */
  REFERRER
}
