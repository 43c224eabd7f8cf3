package org.quietus.backup.version;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.packed.NumberedTexts;

/** The newest backups that have the rows of tables which newer ones leave out; says so. */
final class FullestBackups {
  private final SetContext set;
  private NumberedTexts asked = new NumberedTexts();
  private BitSet fullest = new BitSet();
  private final Set<String> said = new HashSet<>();
  private boolean saidLacking;
  private @Nullable Generations generations;

  FullestBackups(SetContext set) {
    this.set = set;
  }

  /** Takes note of all backups of the set. */
  void are(Generations now) {
    generations = now;
    asked = new NumberedTexts();
    fullest = new BitSet();
  }

  private Generations generations() {
    return Objects.requireNonNull(generations);
  }

  /**
   * Whether fewer newer backups of a database than stay have the rows of all tables of which this
   * one has them.
   *
   * @param newest those that stay
   * @param latest what is dated later does not count
   */
  boolean isOne(String unit, String database, Set<String> newest, Instant latest) {
    int known = asked.of(unit, database);
    if (known != NumberedTexts.NONE) {
      return fullest.get(known);
    }
    Set<String> missing = missing(newest, unit, database);
    int most = set.settings().keepGenerations();
    boolean isOne =
        !missing.isEmpty() && generations().isNewestOfItsTables(unit, database, most, latest);
    if (isOne) {
      tell(missing, database);
    }
    fullest.set(asked.add(unit, database), isOne);
    return isOne;
  }

  /** Tables of which a backup of a database has the rows, and newer ones left them out. */
  Set<String> missing(Set<String> newer, String unit, String database) {
    return newer.stream()
        .flatMap(other -> generations().missing(other, unit, database).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Says once that newer backups leave out rows of tables. */
  void tell(Set<String> missing, String database) {
    String tables = String.join(", ", missing);
    if (said.add(tables + "\n" + database)) {
      set.task()
          .notes()
          .accept(
              ("%s: newer backups%s have no rows of tables that older ones have (%s), and take the"
                      + " place of none of these; dump these tables too, or remove the older ones"
                      + " yourself")
                  .formatted(set.settings().label(), SaidDatabases.called(database), tables));
    }
  }

  /** Says once what newer backups lack by the names of their files. */
  void tellLacking() {
    Set<String> lacking = generations().lacking();
    if (!lacking.isEmpty() && !saidLacking) {
      saidLacking = true;
      set.task()
          .notes()
          .accept(
              ("%s: by the names of their files, newer backups lack %s that an older one has (%s),"
                      + " and take the place of none; %s, or remove the older ones yourself")
                  .formatted(
                      set.settings().label(),
                      set.settings().isOpaque() ? "parts" : "tables",
                      lacking.stream().sorted().collect(Collectors.joining(", ")),
                      set.settings().isOpaque()
                          ? "see whether they came to their ends"
                          : "dump these tables too"));
    }
  }
}
