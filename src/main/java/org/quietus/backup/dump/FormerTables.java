package org.quietus.backup.dump;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.format.Drifted;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.Filling;
import org.quietus.format.Formula;
import org.quietus.format.RowSource;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.TableName;

/**
 * Gives what a dump declares the names that it has today. What is declared has to be just what the
 * job file says of dumps made before a day.
 */
final class FormerTables {
  /** The type of a column that was not there yet: each row is as if it held NULL there. */
  static final String NOT_THERE = "";

  private static final Filling NULL = new Filling.Constant(null);

  private final LocalDate day;
  private final Catalog catalog;
  private final Map<String, Named> then = new HashMap<>();
  private final Set<String> renamed = new HashSet<>();

  /** {@code tables} are those that were otherwise before a day, by their names of today. */
  FormerTables(LocalDate day, Map<TableName, ObjectSet.FormerNames> tables, Catalog catalog) {
    this.day = day;
    this.catalog = catalog;
    tables.forEach(
        (table, names) -> {
          then.put(folded(names.table().orElse(table.table())), new Named(table.table(), names));
          names.table().ifPresent(was -> renamed.add(folded(table.table())));
        });
  }

  /** A table by its name of today. */
  private record Named(String today, ObjectSet.FormerNames names) {

    /** What a column is called today; empty if none was called so then. */
    Optional<String> column(String was) {
      return names.columns().entrySet().stream()
          .filter(column -> column.getValue().equalsIgnoreCase(was))
          .map(Map.Entry::getKey)
          .findFirst()
          .or(
              () ->
                  names.named().stream().anyMatch(was::equalsIgnoreCase)
                      ? Optional.empty()
                      : Optional.of(was));
    }
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private Optional<Named> named(DumpTableName table) {
    return Optional.ofNullable(then.get(folded(table.table())));
  }

  /** What a table is called today. */
  DumpTableName today(DumpTableName table) throws Drifted {
    Optional<Named> named = named(table);
    if (named.isEmpty() && renamed.contains(folded(table.table()))) {
      throw drifted("its table '%s' was called otherwise".formatted(table));
    }
    return named
        .filter(of -> of.names().table().isPresent())
        .map(of -> new DumpTableName(table.database(), of.today()))
        .orElse(table);
  }

  /** What a table was called then that is called so today. */
  DumpTableName then(DumpTableName table) {
    return then.values().stream()
        .filter(named -> named.today().equalsIgnoreCase(table.table()))
        .flatMap(named -> named.names().table().stream())
        .map(was -> new DumpTableName(table.database(), was))
        .findFirst()
        .orElse(table);
  }

  /** The same rows under the names of today. */
  RowSource today(RowSource source) throws Drifted {
    List<String> columns = new ArrayList<>();
    for (String column : source.columns()) {
      columns.add(today(source.table(), column));
    }
    Optional<DumpTable> declared = Optional.empty();
    if (source.declared().isPresent()) {
      declared = Optional.of(today(source.declared().get()));
    }
    return new RowSource(today(source.table()), columns, declared);
  }

  private String today(DumpTableName table, String column) throws Drifted {
    Optional<Named> named = named(table);
    if (named.isEmpty()) {
      return column;
    }
    return named
        .get()
        .column(column)
        .orElseThrow(
            () ->
                drifted(
                    "its table '%s' had no column '%s', or another one was called so"
                        .formatted(table, column)));
  }

  /** A table under the names of today, with columns that were not there yet. */
  private DumpTable today(DumpTable table) throws Drifted {
    List<DumpColumn> columns = new ArrayList<>();
    for (DumpColumn column : table.columns()) {
      columns.add(
          new DumpColumn(
              today(table.name(), column.name()),
              column.type(),
              column.nullable(),
              column.visible(),
              today(table.name(), column.filling())));
    }
    List<String> key = new ArrayList<>();
    for (String column : table.primaryKey()) {
      key.add(today(table.name(), column));
    }
    Optional<Named> named = named(table.name());
    if (named.isPresent()) {
      complete(table, named.get());
      named
          .get()
          .names()
          .without()
          .forEach(column -> columns.add(new DumpColumn(column, NOT_THERE, true, false, NULL)));
    }
    return new DumpTable(today(table.name()), columns, key);
  }

  /** Requires all that had other names, each of a type that can be what it is today. */
  private void complete(DumpTable table, Named named) throws Drifted {
    Optional<Table> today = catalog.table(named.today());
    for (Map.Entry<String, String> column : named.names().columns().entrySet()) {
      Optional<DumpColumn> dumped = table.column(column.getValue());
      if (dumped.isEmpty()) {
        throw drifted(
            "its table '%s' had a column '%s'".formatted(table.name(), column.getValue()));
      }
      Optional<Column> of = today.flatMap(one -> one.column(column.getKey()));
      if (of.isEmpty() || !FormerTypes.fit(dumped.get().type(), of.get())) {
        throw new Drifted(
            "column '%s' of its table '%s' is of type %s, which cannot be column '%s' of today"
                .formatted(column.getValue(), table.name(), dumped.get().type(), column.getKey()),
            0);
      }
    }
  }

  private Filling today(DumpTableName table, Filling filling) throws Drifted {
    if (!(filling instanceof Filling.Generated generated) || named(table).isEmpty()) {
      return filling;
    }
    Set<String> names = new HashSet<>();
    for (String name : generated.names()) {
      names.add(folded(named(table).get().column(name).orElse(name)));
    }
    return new Filling.Generated(
        generated.formula().map(formula -> today(named(table).get(), formula)), names);
  }

  private static Formula today(Named table, Formula formula) {
    if (formula instanceof Formula.Column column) {
      return new Formula.Column(table.column(column.name()).orElse(column.name()));
    }
    return formula instanceof Formula.Call call
        ? new Formula.Call(
            call.function(),
            call.arguments().stream().map(argument -> today(table, argument)).toList())
        : formula;
  }

  /** What a dump says of tables, under the names of today. */
  DumpSchema today(DumpSchema schema) throws Drifted {
    Set<DumpTable> declarations = new LinkedHashSet<>();
    Map<DumpTableName, DumpTableName> origins = new HashMap<>();
    for (DumpTable table : schema.declarations()) {
      declarations.add(today(table));
      origin(origins, table.name());
    }
    Set<RowSource> sources = new LinkedHashSet<>();
    for (RowSource source : schema.sources()) {
      sources.add(today(source));
      origin(origins, source.table());
    }
    Map<DumpTableName, String> filtered = new HashMap<>();
    for (Map.Entry<DumpTableName, String> chosen : schema.filtered().entrySet()) {
      filtered.put(today(chosen.getKey()), chosen.getValue());
    }
    Set<DumpTableName> announced = new HashSet<>();
    for (DumpTableName table : schema.announced()) {
      announced.add(today(table));
    }
    return new DumpSchema(
        declarations, sources, filtered, schema.databases(), schema.positioned(), announced);
  }

  /** Two tables that both were the same one cannot be. */
  private void origin(Map<DumpTableName, DumpTableName> origins, DumpTableName table)
      throws Drifted {
    DumpTableName other = origins.putIfAbsent(today(table), table);
    if (other != null && !other.equals(table)) {
      throw drifted("one of its tables '%s' and '%s' was not there".formatted(table, other));
    }
  }

  private Drifted drifted(String what) {
    return new Drifted(
        "by 'schema-before' of the job file, "
            + what
            + " before "
            + day
            + ", and the dump says something else; correct the names or the day",
        0);
  }

  @Override
  public String toString() {
    return then.keySet().stream().sorted().collect(Collectors.joining(", "));
  }
}
