package org.quietus.database.engine;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.StatementFailure;

/** Reads out of a database's answer why it does not take a row, leaving out what it quotes. */
final class RowRefusal {

  private RowRefusal() {}

  /**
   * What stood in the way: names of the catalog only; empty if the answer is about something else
   * than a row's values.
   */
  static Optional<String> why(Dialect dialect, Table table, Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException answer) {
        return why(dialect, table, answer);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> why(Dialect dialect, Table table, SQLException answer) {
    return switch (kind(dialect, answer)) {
      case "22" -> Optional.of(named(table, answer, "a value that does not fit"));
      case "23" -> Optional.of(named(table, answer, "a constraint"));
      case "45" -> Optional.of("a trigger that refuses it");
      default -> Optional.empty();
    };
  }

  /** The class of the SQL state; MySQL has no state of its own for some answers. */
  private static String kind(Dialect dialect, SQLException answer) {
    Optional<StatementFailure> failure = dialect.failure(answer);
    if (failure.filter(StatementFailure.UNFIT_VALUE::equals).isPresent()) {
      return "22";
    }
    if (failure.filter(StatementFailure.CHECK_VIOLATED::equals).isPresent()) {
      return "23";
    }
    if (failure.filter(StatementFailure.RAISED::equals).isPresent()) {
      return "45";
    }
    String state = String.valueOf(answer.getSQLState());
    return state.length() < 2 ? "" : state.substring(0, 2);
  }

  private static String named(Table table, SQLException answer, String otherwise) {
    String message = String.valueOf(answer.getMessage()).toLowerCase(Locale.ROOT);
    return table.columns().keySet().stream()
        .filter(column -> isNamed(message, column.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(column -> "column '" + column + "' does not take the value")
        .or(
            () ->
                table.indexes().stream()
                    .filter(index -> index.unique() && !index.name().equals("PRIMARY"))
                    .filter(index -> message.contains(index.name().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .map(index -> "unique index '" + index.name() + "' holds the value already"))
        .orElse(otherwise);
  }

  /** MySQL names a column by itself, MariaDB some with schema and table in front. */
  private static boolean isNamed(String message, String column) {
    return message.contains("column '" + column + "'")
        || message.contains("`.`" + column + "` at row");
  }
}
