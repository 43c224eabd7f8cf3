package org.quietus.policy;

/** What happens to a record that is due. */
public enum Then {
  DELETE,
  ANONYMISE
}
