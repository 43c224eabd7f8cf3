package org.quietus.policy;

import java.util.Optional;

/**
 * How requests come in and how they are answered.
 *
 * @param inbox the table into which applications file them
 * @param answered whether each requester is to be answered, and remembered until that is done
 * @param lists how lists of hashed identifiers look
 */
public record RequestSettings(Optional<TableName> inbox, boolean answered, ListFormat lists) {

  /** Requests come in by command alone, and nobody is answered by us. */
  public static final RequestSettings NONE =
      new RequestSettings(Optional.empty(), false, ListFormat.PUBLISHED);
}
