package org.quietus.backup.version;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.quietus.backup.journal.JournalEntry;

/**
 * Many entries of the journal, which may be too many to be held, and are shown as often as asked.
 */
@FunctionalInterface
interface ManyEntries {
  /** Shows them in the order of their numbers. */
  void each(Consumer<JournalEntry> action);

  /** Those of them of which something is true. */
  default ManyEntries filter(Predicate<JournalEntry> chosen) {
    return action ->
        each(
            entry -> {
              if (chosen.test(entry)) {
                action.accept(entry);
              }
            });
  }
}
