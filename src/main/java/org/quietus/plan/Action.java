package org.quietus.plan;

import java.util.List;
import java.util.Set;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.catalog.Table;

/** What happens to a member's rows. */
public sealed interface Action {

  /**
   * The columns that rows of a table have another value in if they stay, computed ones included.
   */
  default Set<String> changes(Table table) {
    if (this instanceof Anonymise anonymise) {
      return table.withComputed(anonymise.how().columns().keySet());
    }
    return this instanceof Unlink unlink ? table.withComputed(unlink.columns()) : Set.of();
  }

  /** They are deleted. */
  record Delete() implements Action {}

  /** Some of their columns are overwritten. */
  record Anonymise(TableAnonymisation how) implements Action {}

  /** They stay as they are: what is done, is done to rows that hang on them. */
  record Leave() implements Action {}

  /** They stay, with these foreign-key columns set to NULL. */
  record Unlink(List<String> columns) implements Action {}
}
