package org.quietus.policy;

/** What happens to the objects of a backup set when a person is erased. */
public enum OnErasure {
  /** The person's rows are taken out of them at once. */
  REWRITE,
  /** They stay as they are until their period has passed; until then they are residuals. */
  EXPIRE
}
