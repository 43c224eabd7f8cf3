package org.quietus.policy;

import java.util.Map;
import java.util.Optional;

/**
 * How requests come in and how they are answered.
 *
 * @param inbox the table into which applications file them
 * @param answered whether each requester is to be answered, and remembered until that is done
 * @param kinds the clocks of requests that are answered alone, by what they ask for; what is not
 *     here is not taken in
 * @param lists how lists of hashed identifiers look
 * @param combined what lists hold hashed beside single identifiers, by name
 */
public record RequestSettings(
    Optional<TableName> inbox,
    boolean answered,
    Map<RequestKind, ErasureClock> kinds,
    ListFormat lists,
    Map<String, CombinedIdentifier> combined) {

  /** Requests come in by command alone, and nobody is answered by us. */
  public static final RequestSettings NONE =
      new RequestSettings(Optional.empty(), false, Map.of(), ListFormat.PUBLISHED, Map.of());
}
