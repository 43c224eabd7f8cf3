package org.quietus.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.target.KeptRows;
import org.quietus.target.RowCounts;

/**
 * What the ledger says of one table under one step, for one request or for none, over all chunks of
 * a run.
 *
 * @param kept one element per basis
 */
public record LedgerEntry(
    int step,
    Optional<String> request,
    String table,
    String method,
    RowCounts counts,
    List<Kept> kept,
    Instant first,
    Instant last) {

  /** Rows kept on one basis. */
  public record Kept(KeptRows basis, long rows) {}
}
