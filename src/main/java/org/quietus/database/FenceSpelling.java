package org.quietus.database;

import java.util.Optional;
import org.quietus.target.ControlSpelling;

/** How a dialect locks the fence: by a lock of the transaction if it has any, else by its row. */
public final class FenceSpelling {
  private static final String FENCE = "quietus.fence";

  private FenceSpelling() {}

  /** As a dialect has it. */
  public static ControlSpelling of(Dialect dialect) {
    Optional<String> sharing = dialect.transactionLock(FENCE, true);
    return new ControlSpelling(
        sharing.orElse(""),
        dialect.transactionLock(FENCE, false).orElse(""),
        sharing.isPresent() ? "" : dialect.forShare(),
        dialect.useIndex("work_next"));
  }
}
