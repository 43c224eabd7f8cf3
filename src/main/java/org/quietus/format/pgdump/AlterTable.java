package org.quietus.format.pgdump;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.format.DumpTableName;
import org.quietus.format.NameAt;
import org.quietus.format.SqlToken;
import org.quietus.format.UnsupportedDump;

/** What an ALTER TABLE does: dumps add keys and settings with it, and put partitions in place. */
final class AlterTable {
  private static final Set<String> HARMLESS =
      Set.of("cluster", "disable", "enable", "force", "owner", "replica", "reset", "validate");
  private static final Set<String> CONSTRAINTS =
      Set.of("check", "constraint", "exclude", "foreign", "not", "primary", "unique");

  private AlterTable() {}

  /**
   * The table that becomes a partition, if one does.
   *
   * @param actions what stands behind the table's name
   * @throws UnsupportedDump if columns or rows become others
   */
  static Optional<NameAt> attached(
      List<SqlToken> actions, DumpTableName table, Relations relations, long offset)
      throws UnsupportedDump {
    if (actions.size() > 2 && actions.get(0).is("attach") && actions.get(1).is("partition")) {
      return Optional.ofNullable(NameAt.read(actions, 2));
    }
    int start = 0;
    int depth = 0;
    for (int i = 0; i <= actions.size(); i++) {
      boolean end = i == actions.size() || (depth == 0 && actions.get(i).is(','));
      if (end) {
        if (!isHarmless(actions.subList(start, i), table, relations)) {
          throw new UnsupportedDump(
              "a statement that dumps do not hold: ALTER TABLE that changes columns or rows",
              offset,
              table);
        }
        start = i + 1;
      } else {
        depth += actions.get(i).is('(') ? 1 : actions.get(i).is(')') ? -1 : 0;
      }
    }
    return Optional.empty();
  }

  private static boolean isHarmless(
      List<SqlToken> action, DumpTableName table, Relations relations) {
    if (action.size() < 2 || action.get(0).kind() != SqlToken.Kind.WORD) {
      return false;
    }
    SqlToken second = action.get(1);
    return switch (action.get(0).text()) {
      case "add" -> isConstraint(second);
      case "alter" -> isHarmlessColumn(action);
      case "drop" -> second.is("constraint");
      case "set" -> !second.is("schema");
      case "no" -> second.is("force");
      case "detach" -> relations.declaration(table).isEmpty();
      default -> HARMLESS.contains(action.get(0).text());
    };
  }

  private static boolean isConstraint(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD && CONSTRAINTS.contains(token.text());
  }

  /** Defaults, sequences and storage leave values as they are; another type may not. */
  private static boolean isHarmlessColumn(List<SqlToken> action) {
    int at = 1;
    if (action.get(1).is("column") && action.size() > 3) {
      at = 2;
    }
    if (action.size() < at + 3) {
      return false;
    }
    SqlToken what = action.get(at + 1);
    SqlToken next = action.get(at + 2);
    return what.is("add")
        || what.is("drop")
        || what.is("reset")
        || what.is("restart")
        || (what.is("set") && !next.is("data") && !next.is("expression"));
  }
}
