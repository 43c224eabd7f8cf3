package org.quietus.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.catalog.Table;

/** Builds catalogs of database {@code shop}; columns are written {@code name type flag…}. */
public final class CatalogBuilder {
  private static final Pattern TYPE = Pattern.compile("(\\w+)(?:\\(([^)]*)\\))?");
  private static final Map<String, Column.Type> TYPES =
      Map.ofEntries(
          Map.entry("tinyint", Column.Type.INTEGER),
          Map.entry("smallint", Column.Type.INTEGER),
          Map.entry("int", Column.Type.INTEGER),
          Map.entry("bigint", Column.Type.INTEGER),
          Map.entry("year", Column.Type.INTEGER),
          Map.entry("decimal", Column.Type.DECIMAL),
          Map.entry("double", Column.Type.FLOAT),
          Map.entry("bool", Column.Type.BOOLEAN),
          Map.entry("varchar", Column.Type.TEXT),
          Map.entry("enum", Column.Type.ENUM),
          Map.entry("blob", Column.Type.BINARY),
          Map.entry("date", Column.Type.DATE),
          Map.entry("time", Column.Type.TIME),
          Map.entry("datetime", Column.Type.DATETIME),
          Map.entry("timestamp", Column.Type.TIMESTAMP),
          Map.entry("geometry", Column.Type.OTHER));

  private final Map<String, Table> tables = new LinkedHashMap<>();

  private CatalogBuilder() {}

  public static CatalogBuilder aCatalog() {
    return new CatalogBuilder();
  }

  /**
   * Adds a table of a thousand rows.
   *
   * @param columns NOT NULL unless flagged {@code null}; other flags are pk, unique, index,
   *     generated, of=… and onupdate
   */
  public CatalogBuilder table(String name, String... columns) {
    Map<String, Column> byName = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    List<Table.Index> indexes = new ArrayList<>();
    for (String text : columns) {
      List<String> words = List.of(text.split(" "));
      String column = words.get(0);
      Set<String> flags = Set.copyOf(words.subList(2, words.size()));
      byName.put(column, column(column, words.get(1), flags));
      if (flags.contains("pk")) {
        key.add(column);
      }
      if (flags.contains("unique") || flags.contains("index")) {
        indexes.add(new Table.Index("idx_" + column, List.of(column), flags.contains("unique")));
      }
    }
    if (!key.isEmpty()) {
      indexes.add(new Table.Index("PRIMARY", List.copyOf(key), true));
    }
    tables.put(name, new Table(name, byName, key, indexes, List.of(), List.of(), 1_000, true));
    return this;
  }

  /** Adds a foreign key with its index, as InnoDB does. */
  public CatalogBuilder key(String edge, OnDelete onDelete) {
    return bareKey(edge, onDelete).index(edge.substring(0, edge.indexOf(" -> ")));
  }

  /** Adds a foreign key that no index supports. */
  public CatalogBuilder bareKey(String edge, OnDelete onDelete) {
    String[] ends = edge.split(" -> |[.]");
    Table table = tables.get(ends[0]);
    ForeignKey key =
        new ForeignKey(
            "fk_" + ends[0] + "_" + ends[1],
            ends[0],
            List.of(ends[1].split("[+]")),
            ends[2],
            List.of(ends[3].split("[+]")),
            onDelete);
    return put(
        table,
        table.indexes(),
        append(table.foreignKeys(), key),
        table.checks(),
        table.estimatedRows(),
        true);
  }

  /** Adds an index, {@code table.column+column}. */
  public CatalogBuilder index(String columns) {
    return index(columns, false);
  }

  /** Adds a unique index, {@code table.column+column}. */
  public CatalogBuilder unique(String columns) {
    return index(columns, true);
  }

  private CatalogBuilder index(String columns, boolean unique) {
    String[] parts = columns.split("[.]");
    Table table = tables.get(parts[0]);
    Table.Index index = new Table.Index("idx_" + parts[1], List.of(parts[1].split("[+]")), unique);
    return put(
        table,
        append(table.indexes(), index),
        table.foreignKeys(),
        table.checks(),
        table.estimatedRows(),
        true);
  }

  public CatalogBuilder check(String table, String condition) {
    Table old = tables.get(table);
    Table.Check check = new Table.Check("chk_" + table, condition);
    return put(
        old,
        old.indexes(),
        old.foreignKeys(),
        append(old.checks(), check),
        old.estimatedRows(),
        true);
  }

  public CatalogBuilder rows(String table, long rows) {
    Table old = tables.get(table);
    return put(old, old.indexes(), old.foreignKeys(), old.checks(), rows, true);
  }

  public CatalogBuilder notTransactional(String table) {
    Table old = tables.get(table);
    return put(old, old.indexes(), old.foreignKeys(), old.checks(), old.estimatedRows(), false);
  }

  public Catalog build() {
    return new Catalog("shop", "H2 2.4", Map.copyOf(tables));
  }

  private CatalogBuilder put(
      Table old,
      List<Table.Index> indexes,
      List<ForeignKey> keys,
      List<Table.Check> checks,
      long rows,
      boolean transactional) {
    tables.put(
        old.name(),
        new Table(
            old.name(),
            old.columns(),
            old.primaryKey(),
            indexes,
            keys,
            checks,
            rows,
            transactional));
    return this;
  }

  private static <T> List<T> append(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).collect(Collectors.toList());
  }

  private static Column column(String name, String typeName, Set<String> flags) {
    Matcher type = TYPE.matcher(typeName);
    if (!type.matches()) {
      throw new IllegalArgumentException(typeName);
    }
    Column.Type kind = TYPES.get(type.group(1));
    boolean text = kind == Column.Type.TEXT;
    boolean choice = kind == Column.Type.ENUM;
    return new Column(
            name,
            kind,
            Stream.of("unsigned", "zerofill")
                .filter(flags::contains)
                .reduce(typeName, (all, flag) -> all + " " + flag),
            text ? Long.parseLong(type.group(2)) : 0,
            flags.contains("null"),
            false,
            flags.contains("generated"),
            flags.contains("onupdate"),
            choice ? List.of(type.group(2).split("[|]")) : List.of())
        .from(
            flags.stream()
                .filter(flag -> flag.startsWith("of="))
                .map(flag -> flag.substring(3))
                .collect(Collectors.toSet()));
  }
}
