package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.policy.SubjectType;
import org.quietus.subject.IdentifierType;
import org.quietus.target.StepPersons.KnownBy;

/**
 * Finds whom the identifiers of many persons lead to by reading their subject's table once.
 *
 * <p>The database normalises and compares as it does for one person. Whose a row is that it found
 * is told by the normalised texts themselves, which it hands out with the row: texts that are equal
 * as bytes are equal here.
 */
final class IdentifiedRows {
  /** How many texts are compared in one statement: a driver takes 65,535 parameters. */
  private static final int MOST_TEXTS = 30_000;

  private final Table table;
  private final SubjectType subject;
  private final RootHandle handle;
  private final RowReader reader;
  private final Dialect dialect;

  IdentifiedRows(
      Table table, SubjectType subject, RootHandle handle, RowReader reader, Dialect dialect) {
    this.table = table;
    this.subject = subject;
    this.handle = handle;
    this.reader = reader;
    this.dialect = dialect;
  }

  /**
   * A column of identifiers.
   *
   * @param normalised SQL for its normalised text
   * @param seekers which persons, by their place, a normalised text leads to
   */
  private record Sought(String normalised, Map<String, List<Integer>> seekers) {

    SqlFragment condition(Dialect dialect) {
      return new SqlFragment(
          dialect.exactly(normalised)
              + " IN ("
              + String.join(", ", Collections.nCopies(seekers.size(), dialect.exactly("?")))
              + ")",
          List.copyOf(seekers.keySet()));
    }
  }

  /** The rows of each person, in the order of the persons. */
  List<List<RowValues>> of(List<KnownBy> persons) {
    List<Sought> columns = columns(persons);
    if (persons.size() > 1 && texts(columns) > MOST_TEXTS) {
      int half = persons.size() / 2;
      List<List<RowValues>> both = new ArrayList<>(of(persons.subList(0, half)));
      both.addAll(of(persons.subList(half, persons.size())));
      return both;
    }
    List<Set<RowValues>> found = new ArrayList<>();
    persons.forEach(person -> found.add(new LinkedHashSet<>()));
    List<SqlFragment> conditions =
        columns.stream()
            .filter(column -> !column.seekers().isEmpty())
            .map(column -> column.condition(dialect))
            .toList();
    if (!conditions.isEmpty()) {
      for (RowValues row : rows(columns, SqlFragment.any(conditions))) {
        RowValues own = new RowValues(row.values().subList(0, handle.columns().size()));
        seekers(row, columns).stream()
            .filter(place -> mayBeOf(row, persons.get(place).tenant()))
            .forEach(place -> found.get(place).add(own));
      }
    }
    return found.stream().map(List::copyOf).toList();
  }

  private static int texts(List<Sought> columns) {
    return columns.stream().mapToInt(column -> column.seekers().size()).sum();
  }

  private List<Sought> columns(List<KnownBy> persons) {
    List<Sought> columns = new ArrayList<>();
    subject
        .identifiers()
        .forEach(
            (column, typeName) -> {
              IdentifierType type = IdentifierType.named(typeName).orElseThrow();
              Map<String, List<Integer>> seekers = new HashMap<>();
              for (int n = 0; n < persons.size(); n++) {
                int place = n;
                persons.get(n).identifiers().stream()
                    .filter(identifier -> identifier.type() == type)
                    .flatMap(identifier -> type.stored(identifier.value()).stream())
                    .forEach(
                        text ->
                            seekers.computeIfAbsent(text, first -> new ArrayList<>()).add(place));
              }
              columns.add(new Sought(type.sql(dialect.text(dialect.quote(column))), seekers));
            });
    return columns;
  }

  private List<RowValues> rows(List<Sought> columns, SqlFragment condition) {
    List<String> texts = new ArrayList<>(columns.stream().map(Sought::normalised).toList());
    subject.tenant().ifPresent(column -> texts.add(dialect.text(dialect.quote(column))));
    List<RowValues> rows = new ArrayList<>();
    new Sweep(reader, dialect)
        .over(
            table,
            range ->
                rows.addAll(
                    reader.rowsWith(
                        table,
                        handle.columns(),
                        texts,
                        range.equals(SqlFragment.TRUE) ? condition : range.and(condition))));
    return rows;
  }

  private Set<Integer> seekers(RowValues row, List<Sought> columns) {
    Set<Integer> seekers = new TreeSet<>();
    for (int n = 0; n < columns.size(); n++) {
      @Nullable Object text = row.values().get(handle.columns().size() + n);
      if (text != null) {
        seekers.addAll(columns.get(n).seekers().getOrDefault(text.toString(), List.of()));
      }
    }
    return seekers;
  }

  /** As {@link PersonConditions#of}: of that tenant, or of nobody knows which. */
  private boolean mayBeOf(RowValues row, Optional<String> tenant) {
    if (tenant.isEmpty()) {
      return true;
    }
    @Nullable Object held = row.values().get(row.values().size() - 1);
    return subject.tenant().isPresent() && (held == null || held.equals(tenant.get()));
  }
}
