package org.quietus.coverage;

import java.util.List;
import java.util.Optional;
import org.quietus.policy.TableName;

/**
 * Something that the policy does not cover.
 *
 * @param column empty where it is the table as a whole
 * @param why the reasons, the surest first; never a value
 */
public record Finding(Level level, TableName table, Optional<String> column, List<String> why) {
  public Finding {
    why = List.copyOf(why);
  }

  /** The table or column as the job file names it. */
  public String place() {
    return column.map(name -> table + "." + name).orElseGet(table::toString);
  }
}
