package org.quietus.plan;

import java.util.List;
import org.quietus.anonymise.TableAnonymisation;

/** What happens to a member's rows. */
public sealed interface Action {

  /** They are deleted. */
  record Delete() implements Action {}

  /** Some of their columns are overwritten. */
  record Anonymise(TableAnonymisation how) implements Action {}

  /** They stay as they are: what is done, is done to rows that hang on them. */
  record Leave() implements Action {}

  /** They stay, with these foreign-key columns set to NULL. */
  record Unlink(List<String> columns) implements Action {}
}
