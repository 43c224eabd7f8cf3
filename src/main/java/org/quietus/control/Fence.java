package org.quietus.control;

import org.quietus.target.ControlSpelling;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The fencing row beside the ledger: the authority on who may write, and under which holds.
 *
 * <p>Taking it waits for the open chunk of a dead owner, because every chunk holds a shared lock on
 * the row, or one that stands for it.
 */
public final class Fence {
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final ControlSpelling spelling;

  public Fence(JdbcTemplate jdbc, TransactionTemplate transaction, ControlSpelling spelling) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.spelling = spelling;
  }

  /** Takes the next token, after which no earlier owner can commit a chunk. */
  public long take(String owner) {
    Long token =
        transaction.execute(
            status -> {
              execute(spelling.beforeChanging());
              jdbc.update(
                  "UPDATE quietus.fence SET owner = ?, token = token + 1 WHERE id = 1", owner);
              return read("").token();
            });
    if (token == null) {
      throw new IllegalStateException("a transaction returned nothing");
    }
    return token;
  }

  /** The newest token. */
  long newest() {
    return read("").token();
  }

  /**
   * Shows that the token is the newest still, without a lock.
   *
   * @throws FencedOut if another run has taken over
   */
  public void requireNewest(long token) {
    long newest = newest();
    if (newest != token) {
      throw new FencedOut(token, newest);
    }
  }

  /**
   * Takes a token that is higher than all of several fences had.
   *
   * @throws FencedOut if this one has it, or a higher one, by now
   */
  void take(String owner, long token) {
    transaction.executeWithoutResult(
        status -> {
          execute(spelling.beforeChanging());
          int taken =
              jdbc.update(
                  "UPDATE quietus.fence SET owner = ?, token = ? WHERE id = 1 AND token < ?",
                  owner,
                  token,
                  token);
          if (taken != 1) {
            throw new FencedOut(token, read("").token());
          }
        });
  }

  /**
   * Shows, under a shared lock of the open transaction, that the token is still the newest.
   *
   * @return the hold epoch, which stays as it is until the transaction ends
   */
  public long check(long token) {
    Row row = readShared();
    if (row.token() != token) {
      throw new FencedOut(token, row.token());
    }
    return row.epoch();
  }

  /** The hold epoch, locked for the rest of the open transaction, whoever owns the row. */
  long epoch() {
    return readShared().epoch();
  }

  /**
   * Says that holds have changed, in the transaction that changes them; waits for every open chunk,
   * and each later one sees them.
   */
  public void raiseEpoch() {
    execute(spelling.beforeChanging());
    jdbc.update("UPDATE quietus.fence SET hold_epoch = hold_epoch + 1 WHERE id = 1");
  }

  private Row readShared() {
    execute(spelling.beforeReading());
    return read(spelling.sharedLock());
  }

  private void execute(String statement) {
    if (!statement.isEmpty()) {
      jdbc.execute(statement);
    }
  }

  private Row read(String lock) {
    Row row =
        jdbc.queryForObject(
            "SELECT token, hold_epoch FROM quietus.fence WHERE id = 1" + lock,
            (found, n) -> new Row(found.getLong(1), found.getLong(2)));
    if (row == null) {
      throw new IllegalStateException("the fencing row is gone");
    }
    return row;
  }

  private record Row(long token, long epoch) {}
}
