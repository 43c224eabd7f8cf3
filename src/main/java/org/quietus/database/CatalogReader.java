package org.quietus.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;

/** Reads a schema's catalog with a few queries, however many tables there are. */
public final class CatalogReader {

  private final Connection connection;
  private final String schema;
  private final CatalogQueries queries;

  /** The expressions of computed columns, by table and column; {@link #columns} reads them. */
  private final Map<String, Map<String, String>> generated = new LinkedHashMap<>();

  private CatalogReader(Connection connection, String schema, CatalogQueries queries) {
    this.connection = connection;
    this.schema = schema;
    this.queries = queries;
  }

  /**
   * Reads the schema that the connection is in. What the user has no privilege on does not exist
   * for him: preflight finds out.
   *
   * @param database the job file's name for it
   */
  public static Catalog read(Connection connection, String database) throws SQLException {
    return read(connection, database, Dialects.of(connection).currentSchema(connection));
  }

  /**
   * Reads the given schema.
   *
   * @throws KeysHidden if the user may not see all of its foreign keys
   */
  public static Catalog read(Connection connection, String database, String schema)
      throws SQLException {
    Dialect dialect = Dialects.of(connection);
    List<String> hidden = dialect.tablesWithHiddenKeys(connection, schema);
    if (!hidden.isEmpty()) {
      throw new KeysHidden(hidden);
    }
    return new CatalogReader(connection, schema, dialect.catalogQueries())
        .catalog(
            database, dialect.product(), dialect.mayBeReferencedFromOutside(connection, schema));
  }

  /**
   * Reads the given schema as far as the user may see it.
   *
   * @param hidden is told of tables that have foreign keys which the user may not see
   */
  public static Catalog readVisible(
      Connection connection, String database, String schema, Consumer<List<String>> hidden)
      throws SQLException {
    Dialect dialect = Dialects.of(connection);
    List<String> tables = dialect.tablesWithHiddenKeys(connection, schema);
    if (!tables.isEmpty()) {
      hidden.accept(tables);
    }
    return new CatalogReader(connection, schema, dialect.catalogQueries())
        .catalog(database, dialect.product(), false);
  }

  private Catalog catalog(String database, String product, boolean referencedFromOutside)
      throws SQLException {
    Map<String, Map<String, Column>> columns = columns();
    Map<String, List<IndexDraft>> indexes = indexes();
    Map<String, List<ForeignKey>> foreignKeys =
        foreignKeys(queries.foreignKeys()).stream()
            .collect(Collectors.groupingBy(ForeignKey::table));
    Map<String, List<Table.Check>> checks = checks();
    Map<String, List<Table.Trigger>> triggers = triggers();
    Map<String, Table> tables = new TreeMap<>();
    Set<String> views = new TreeSet<>();
    rows(
        queries.tables(),
        row -> {
          String name = row.getString(1);
          if (row.getString(2).equals("view")) {
            views.add(name);
            return;
          }
          List<IndexDraft> drafts = indexes.getOrDefault(name, List.of());
          tables.put(
              name,
              new Table(
                  name,
                  Collections.unmodifiableMap(columns.getOrDefault(name, Map.of())),
                  IndexDraft.key(drafts, columns.getOrDefault(name, Map.of())),
                  drafts.stream().flatMap(IndexDraft::usable).toList(),
                  foreignKeys.getOrDefault(name, List.of()),
                  checks.getOrDefault(name, List.of()),
                  row.getLong(4),
                  row.getBoolean(3),
                  triggers.getOrDefault(name, List.of()),
                  drafts.stream()
                      .flatMap(draft -> draft.unique(generated.getOrDefault(name, Map.of())))
                      .toList()));
        });
    return new Catalog(
        database,
        product,
        Collections.unmodifiableMap(tables),
        Collections.unmodifiableSet(views),
        referencedFromOutside ? foreignKeys(queries.foreignKeysFromOutside()) : List.of());
  }

  private Map<String, Map<String, Column>> columns() throws SQLException {
    Map<String, Map<String, Column>> columns = new LinkedHashMap<>();
    rows(
        queries.columns(),
        row -> {
          Column column = column(row);
          columns
              .computeIfAbsent(row.getString(1), table -> new LinkedHashMap<>())
              .put(column.name(), column);
          if (column.generated()) {
            generated
                .computeIfAbsent(row.getString(1), table -> new LinkedHashMap<>())
                .put(column.name(), Objects.requireNonNullElse(row.getString(11), ""));
          }
        });
    generated.forEach((table, expressions) -> columns.computeIfPresent(table, this::computed));
    return columns;
  }

  private Map<String, Column> computed(String table, Map<String, Column> columns) {
    Map<String, String> expressions = generated.getOrDefault(table, Map.of());
    Map<String, Column> all = new LinkedHashMap<>(columns);
    all.replaceAll(
        (name, column) ->
            column.generated()
                ? column.from(ComputedColumns.of(name, columns.keySet(), expressions))
                : column);
    return all;
  }

  private static Column column(ResultSet row) throws SQLException {
    String fullType = row.getString(4);
    Column.Type type = ColumnTypes.of(row.getString(3), fullType);
    return new Column(
        row.getString(2),
        type,
        fullType,
        row.getLong(5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getBoolean(9),
        type == Column.Type.ENUM ? ColumnTypes.enumValues(fullType) : List.of(),
        Optional.ofNullable(row.getString(10)),
        Set.of(),
        row.getBoolean(12));
  }

  private Map<String, List<IndexDraft>> indexes() throws SQLException {
    Map<List<String>, IndexDraft> drafts = new LinkedHashMap<>();
    Map<String, List<IndexDraft>> byTable = new LinkedHashMap<>();
    rows(
        queries.indexes(),
        row -> {
          String table = row.getString(1);
          String name = row.getString(2);
          IndexDraft draft = drafts.get(List.of(table, name));
          if (draft == null) {
            draft = new IndexDraft(name, row.getBoolean(4));
            drafts.put(List.of(table, name), draft);
            byTable.computeIfAbsent(table, t -> new ArrayList<>()).add(draft);
          }
          String column = Objects.requireNonNullElse(row.getString(3), "");
          draft.add(
              new IndexDraft.Part(
                  column,
                  row.getBoolean(5),
                  row.getLong(6),
                  Objects.requireNonNullElse(row.getString(7), "")));
        });
    return byTable;
  }

  private List<ForeignKey> foreignKeys(String query) throws SQLException {
    Map<List<String>, ForeignKey> keys = new LinkedHashMap<>();
    rows(
        query,
        row -> {
          ForeignKey part =
              new ForeignKey(
                  row.getString(2),
                  row.getString(1),
                  List.of(row.getString(3)),
                  row.getString(4),
                  List.of(row.getString(5)),
                  onDelete(row.getString(6)),
                  row.getBoolean(7),
                  row.getBoolean(8) ? Set.of(row.getString(3)) : Set.of(),
                  row.getBoolean(9));
          keys.merge(List.of(part.table(), part.name()), part, ForeignKey::and);
        });
    return List.copyOf(keys.values());
  }

  private static ForeignKey.OnDelete onDelete(String rule) throws SQLException {
    return switch (rule) {
      case "CASCADE" -> ForeignKey.OnDelete.CASCADE;
      case "SET NULL" -> ForeignKey.OnDelete.SET_NULL;
      case "SET DEFAULT" -> ForeignKey.OnDelete.SET_DEFAULT;
      case "RESTRICT", "NO ACTION" -> ForeignKey.OnDelete.RESTRICT;
      default -> throw new SQLException("unknown delete rule " + rule);
    };
  }

  private Map<String, List<Table.Check>> checks() throws SQLException {
    Map<String, List<Table.Check>> checks = new LinkedHashMap<>();
    rows(
        queries.checks(),
        row ->
            checks
                .computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                .add(new Table.Check(row.getString(2), row.getString(3))));
    return checks;
  }

  private Map<String, List<Table.Trigger>> triggers() throws SQLException {
    Map<String, List<Table.Trigger>> triggers = new LinkedHashMap<>();
    rows(
        queries.triggers(),
        row ->
            triggers
                .computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                .add(
                    new Table.Trigger(
                        row.getString(2), row.getString(3).toUpperCase(Locale.ROOT))));
    return triggers;
  }

  private void rows(String query, RowReader reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (int n = 1; n <= parameters; n++) {
        statement.setString(n, schema);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }
}
