package org.quietus.target;

import java.util.Optional;
import org.quietus.policy.TableName;

/**
 * One table's share in a chunk.
 *
 * @param method how it was done, e.g. {@code delete} or {@code anonymise: email set-null, name
 *     redact}
 * @param kept the basis of the kept rows, if any were kept
 */
public record LedgerLine(
    TableName table, String method, RowCounts counts, Optional<KeptRows> kept) {

  public static LedgerLine of(TableName table, String method, RowCounts counts) {
    return new LedgerLine(table, method, counts, Optional.empty());
  }

  /** Rows that stay. */
  public static LedgerLine kept(TableName table, RowCounts counts, KeptRows kept) {
    return new LedgerLine(table, kept.treatment().text(), counts, Optional.of(kept));
  }
}
