package org.quietus.objectstore;

import java.util.Optional;

/**
 * Something by which what a version holds outlives its deletion.
 *
 * @param code what it is, as a certificate calls it
 * @param bucket that has the copies, as far as that is known
 * @param told the rest of a sentence that begins with the store's name
 */
public record Outliving(String code, Optional<String> bucket, String told) {
  /** Objects are copied to another bucket. */
  public static final String REPLICATED = "replicated";

  /** Nobody may see whether they are. */
  public static final String REPLICATION_UNKNOWN = "replication-unknown";

  /** Versions cannot be deleted at all. */
  public static final String MFA_DELETE = "mfa-delete";
}
