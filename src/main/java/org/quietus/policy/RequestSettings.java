package org.quietus.policy;

import java.util.Map;
import java.util.Optional;

/**
 * How requests come in and how they are answered.
 *
 * @param inbox the table into which applications file them
 * @param answered whether each requester is to be answered, and remembered until that is done
 * @param lists how lists of hashed identifiers look
 * @param combined what lists hold hashed beside single identifiers, by name
 */
public record RequestSettings(
    Optional<TableName> inbox,
    boolean answered,
    ListFormat lists,
    Map<String, CombinedIdentifier> combined) {

  /** Requests come in by command alone, and nobody is answered by us. */
  public static final RequestSettings NONE =
      new RequestSettings(Optional.empty(), false, ListFormat.PUBLISHED, Map.of());
}
