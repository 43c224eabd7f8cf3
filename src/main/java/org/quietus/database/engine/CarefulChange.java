package org.quietus.database.engine;

import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Member;
import org.quietus.target.NamedObject;
import org.quietus.target.RowCounts;
import org.quietus.target.RowRefused;
import org.quietus.target.RowsChanged;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Changes rows, and leaves those that cannot be changed. These are looked for only with care, under
 * savepoints and by halves, since that takes many statements.
 */
final class CarefulChange {
  /** On PostgreSQL one that returns no row, as it does for rows that are only to be marked. */
  private static final String KEPT = "a trigger that keeps it";

  private final JdbcTemplate jdbc;
  private final RowChanger changer;
  private final boolean careful;
  private final NamedColumns named;

  CarefulChange(JdbcTemplate jdbc, RowChanger changer, boolean careful, NamedColumns named) {
    this.named = named;
    this.jdbc = jdbc;
    this.changer = changer;
    this.careful = careful;
  }

  /**
   * What became of rows.
   *
   * @param changed the keys of those that were changed
   * @param refused the others, and what stood in the way
   * @param named objects that the changed rows named
   */
  record Outcome(
      RowCounts counts,
      List<RowValues> changed,
      Map<RowValues, String> refused,
      List<NamedObject> named) {}

  /**
   * Changes rows like {@link RowChanger#apply}.
   *
   * @throws RowRefused without care, if the database refuses one of them
   */
  Outcome apply(
      Member member,
      List<RowValues> keys,
      List<RowValues> inputs,
      ChunkPersons persons,
      SqlFragment condition) {
    Outcome outcome =
        new Outcome(RowCounts.NONE, new ArrayList<>(), new LinkedHashMap<>(), List.of());
    List<RowValues> readable = new ArrayList<>();
    List<RowValues> values = new ArrayList<>();
    for (int n = 0; n < keys.size(); n++) {
      Optional<String> unreadable = unreadable(member, inputs.get(n));
      if (unreadable.isPresent()) {
        outcome.refused().put(keys.get(n), unreadable.get());
      } else {
        readable.add(keys.get(n));
        values.add(inputs.get(n));
      }
    }
    if (readable.isEmpty()) {
      return outcome;
    }
    Map<RowValues, List<NamedObject>> objects = named.of(member, readable);
    Outcome done = change(member, readable, values, persons, condition, outcome);
    return new Outcome(
        done.counts(),
        done.changed(),
        done.refused(),
        done.changed().stream()
            .flatMap(key -> objects.getOrDefault(key, List.of()).stream())
            .toList());
  }

  /** A date that is none can be read and found, but nothing can be made of it. */
  private static Optional<String> unreadable(Member member, RowValues inputs) {
    List<String> columns = RowChanger.inputs(member);
    for (int n = 0; n < columns.size(); n++) {
      Column column = Predicates.column(member.catalogTable(), columns.get(n));
      if (inputs.values().get(n) instanceof String && isDate(column)) {
        return Optional.of("column '" + column.name() + "' holds no valid date");
      }
    }
    return Optional.empty();
  }

  private static boolean isDate(Column column) {
    return switch (column.type()) {
      case DATE, TIME, DATETIME, TIMESTAMP -> true;
      default -> false;
    };
  }

  private Outcome change(
      Member member,
      List<RowValues> keys,
      List<RowValues> inputs,
      ChunkPersons persons,
      SqlFragment condition,
      Outcome so) {
    if (!careful) {
      return changed(so, changer.apply(member, keys, inputs, persons, condition), keys);
    }
    Savepoint before = savepoint();
    try {
      return changed(so, changer.apply(member, keys, inputs, persons, condition), keys);
    } catch (RowRefused refused) {
      rollBack(before);
      if (keys.size() == 1) {
        so.refused().put(keys.get(0), refused.why());
        return so;
      }
      return byHalves(member, keys, inputs, persons, condition, so);
    } catch (RowsChanged skipped) {
      rollBack(before);
      if (keys.size() > 1 && !member.catalogTable().triggers().isEmpty()) {
        return byHalves(member, keys, inputs, persons, condition, so);
      }
      if (!changer.isKept(member, keys.get(0), condition)) {
        throw skipped;
      }
      so.refused().put(keys.get(0), KEPT);
      return so;
    }
  }

  private Outcome byHalves(
      Member member,
      List<RowValues> keys,
      List<RowValues> inputs,
      ChunkPersons persons,
      SqlFragment condition,
      Outcome so) {
    int half = keys.size() / 2;
    Outcome first =
        change(member, keys.subList(0, half), inputs.subList(0, half), persons, condition, so);
    return change(
        member,
        keys.subList(half, keys.size()),
        inputs.subList(half, keys.size()),
        persons,
        condition,
        first);
  }

  private static Outcome changed(Outcome so, RowCounts counts, List<RowValues> keys) {
    so.changed().addAll(keys);
    return new Outcome(so.counts().plus(counts), so.changed(), so.refused(), List.of());
  }

  private Savepoint savepoint() {
    Savepoint savepoint =
        jdbc.execute((ConnectionCallback<Savepoint>) connection -> connection.setSavepoint());
    if (savepoint == null) {
      throw new IllegalStateException("the database set no savepoint");
    }
    return savepoint;
  }

  private void rollBack(Savepoint savepoint) {
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              connection.rollback(savepoint);
              return true;
            });
  }
}
