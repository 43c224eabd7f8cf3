package org.quietus.database;

import java.util.Optional;

/**
 * How a product tells what it has to do; a query that it has not is empty.
 *
 * @param work a number, as a column {@code Value}, that grows with each statement that anybody
 *     sends, or with each transaction that writes
 * @param running how many statements it works on, as a column {@code Value}
 * @param history how many old versions of rows it has to remove, as a column {@code Value}
 * @param behind seconds that a replica is behind, asked of that replica: one row for each source,
 *     NULL where it is not known, no row where the server is no replica
 * @param behindColumn the column of that query that has them
 * @param standbys where the primary server knows its replicas: {@code place} and {@code behind} in
 *     seconds of each
 * @param read how many rows it has read for the connection that asks, in this transaction at least,
 *     as a column {@code Value}
 * @param beforeRead a statement without which it does not count all of them; once in a transaction
 * @param clock its clock as a column {@code now}, and the number that heartbeats know it by as a
 *     column {@code server}, NULL where servers have none
 */
public record LoadQueries(
    Optional<String> work,
    Optional<String> running,
    Optional<String> history,
    Optional<String> behind,
    String behindColumn,
    Optional<String> standbys,
    Optional<String> read,
    Optional<String> beforeRead,
    Optional<String> clock) {
  /** A product that tells nothing. */
  public static final LoadQueries NONE =
      new LoadQueries(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
