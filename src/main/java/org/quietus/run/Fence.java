package org.quietus.run;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The fencing row beside the ledger: the authority on who may write.
 *
 * <p>Taking it waits for the open chunk of a dead owner, because every chunk holds a shared lock on
 * the row.
 */
final class Fence {
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final String sharedLock;

  Fence(JdbcTemplate jdbc, TransactionTemplate transaction, String sharedLock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.sharedLock = sharedLock;
  }

  /** Takes the next token, after which no earlier owner can commit a chunk. */
  long take(String owner) {
    Long token =
        transaction.execute(
            status -> {
              jdbc.update(
                  "UPDATE quietus.fence SET owner = ?, token = token + 1 WHERE id = 1", owner);
              return current("");
            });
    if (token == null) {
      throw new IllegalStateException("a transaction returned nothing");
    }
    return token;
  }

  /** Shows, under a shared lock of the open transaction, that the token is still the newest. */
  void check(long token) {
    long current = current(sharedLock);
    if (current != token) {
      throw new FencedOut(token, current);
    }
  }

  private long current(String lock) {
    Long token =
        jdbc.queryForObject("SELECT token FROM quietus.fence WHERE id = 1" + lock, Long.class);
    if (token == null) {
      throw new IllegalStateException("the fencing row has no token");
    }
    return token;
  }
}
