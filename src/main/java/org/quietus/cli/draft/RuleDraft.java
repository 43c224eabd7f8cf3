package org.quietus.cli.draft;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;

/**
 * A retention rule that a table could have.
 *
 * @param from the column that most likely tells when a row came to be
 * @param indexed whether an index is led by it
 */
record RuleDraft(Table table, Column from, boolean indexed) {
  private static final Set<Column.Type> DATES =
      EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP);
  private static final int LONGEST_NAME = 59;
  private static final Pattern NEVER =
      Pattern.compile(".*(birth|dob|anonymi|update|modif|changed).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern LIKELY =
      Pattern.compile(".*(creat|regist|insert|added).*|.*ed_?(at|on)", Pattern.CASE_INSENSITIVE);

  /** The draft for a table, if it has a column of dates to count from. */
  static Optional<RuleDraft> of(Table table) {
    List<Column> dates =
        table.columns().values().stream()
            .filter(column -> DATES.contains(column.type()) && !column.updatesItself())
            .filter(column -> !NEVER.matcher(column.name()).matches())
            .toList();
    return dates.stream()
        .filter(column -> LIKELY.matcher(column.name()).matches())
        .findFirst()
        .or(() -> dates.stream().findFirst())
        .map(column -> new RuleDraft(table, column, leads(table, column)));
  }

  /** The rule's name in the job file. */
  String name() {
    String name = table.name().replaceAll("[^\\p{L}\\p{N}._-]", "-");
    return "old-" + name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static boolean leads(Table table, Column column) {
    return table.indexes().stream().anyMatch(index -> index.columns().get(0).equals(column.name()));
  }
}
