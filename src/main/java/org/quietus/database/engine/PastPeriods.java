package org.quietus.database.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.database.ColumnValues;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Basis;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;
import org.quietus.plan.OnceKept;
import org.quietus.plan.Selection;
import org.quietus.policy.Cutoff;

/** The conditions that tell whose period has passed, in the zone of a database's own columns. */
final class PastPeriods {
  private final Dialect dialect;
  private final ZoneId zone;

  PastPeriods(Dialect dialect, ZoneId zone) {
    this.dialect = dialect;
    this.zone = zone;
  }

  /** Rows that a rule names and whose period has passed. */
  SqlFragment ripe(Table table, Selection.Due due) {
    return SqlFragment.all(List.of(condition(table, due), past(table, due)));
  }

  /** Rows whose period has passed, whatever else a rule asks. */
  SqlFragment past(Table table, Selection.Due due) {
    Column from = Predicates.column(table, due.from());
    return dialect.earlier(from, at(due.cutoff(), from));
  }

  /** Rows that a rule names, whenever their period passes. */
  SqlFragment condition(Table table, Selection.Due due) {
    return due.where().map(where -> dialect.condition(table, where)).orElse(SqlFragment.TRUE);
  }

  /** Rows whose period to be kept has passed; they are not kept without end. */
  SqlFragment past(Table table, Kept kept) {
    Column from = Predicates.column(table, kept.keep().from());
    return dialect.earlier(from, at(kept.cutoff(), from));
  }

  /** Rows with the period of a basis that were there when rows were kept by it, as far as known. */
  SqlFragment before(Member member, Basis basis) {
    return member
        .once()
        .filter(once -> !basis.kept().isWithoutEnd())
        .flatMap(once -> once.then().dated(basis.table().name()))
        .map(at -> upTo(Predicates.column(basis.table(), basis.kept().keep().from()), at))
        .orElse(SqlFragment.TRUE);
  }

  /** Rows that hang on such of which a moment is known, and not after another one. */
  SqlFragment upTo(OnceKept.ByMoment rows) {
    return new Joined(dialect)
        .along(
            rows.above(),
            rows.above().size(),
            SqlFragment.any(
                rows.columns().stream().map(column -> upTo(column, rows.upTo())).toList()));
  }

  private SqlFragment upTo(Column from, Instant moment) {
    Object at = ColumnValues.cutoff(from, moment, zone);
    Object later =
        at instanceof LocalDate day ? day.plusDays(1) : ((LocalDateTime) at).plusSeconds(1);
    return dialect.earlier(from, later);
  }

  /** A cutoff as a column's values are compared with it. */
  Object at(Cutoff cutoff, Column column) {
    return switch (column.type()) {
      case DATE -> cutoff.dayIn(zone);
      case DATETIME -> cutoff.inZone(zone);
      default -> ColumnValues.cutoff(column, cutoff.instant(), zone);
    };
  }
}
