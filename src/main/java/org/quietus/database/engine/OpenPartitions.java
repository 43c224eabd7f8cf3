package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.quietus.catalog.Catalog;
import org.quietus.database.DatabaseConnections;
import org.quietus.database.DatabaseTrouble;
import org.quietus.database.Dialect;
import org.quietus.database.MeteredReads;
import org.quietus.database.Partitions;
import org.quietus.hold.Holds;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.GoneKey;
import org.quietus.target.PartitionedTables;
import org.quietus.target.StepPartitions;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The partitions of an open database's tables. */
final class OpenPartitions implements PartitionedTables {
  private final DatabaseConnections connections;
  private final Dialect dialect;
  private final Catalog catalog;
  private final String schema;
  private final JdbcTemplate shared;
  private final BiFunction<JdbcTemplate, Holds, DatabaseEngine> engine;

  /** {@code shared} takes part in the open transaction. */
  OpenPartitions(
      DatabaseConnections connections,
      Dialect dialect,
      Catalog catalog,
      String schema,
      JdbcTemplate shared,
      BiFunction<JdbcTemplate, Holds, DatabaseEngine> engine) {
    this.connections = connections;
    this.dialect = dialect;
    this.catalog = catalog;
    this.schema = schema;
    this.shared = shared;
    this.engine = engine;
  }

  @Override
  public StepPartitions of(Step step, Selection.Due due) {
    return new WholePartitions(
        step,
        dialect,
        connections,
        Objects.requireNonNull(shared.getDataSource()),
        new PartitionRows(step, due, dialect, schema, MeteredReads.capOf(shared), engine),
        way ->
            SameTables.require(
                Set.of(step.root().catalogTable().name()),
                catalog,
                SameTables.read(way, catalog.database(), schema)));
  }

  /** A statement whose client is gone may be at work still, and has the table locked. */
  @Override
  public Optional<Boolean> has(String table, String partition, Optional<GoneKey> row) {
    Partitions partitions = dialect.partitions().orElseThrow();
    try (Connection own = connections.getConnection()) {
      if (partitions.names(own, schema, table).isEmpty()) {
        return Optional.empty();
      }
      JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(own, true));
      partitions.locking(schema, table).forEach(jdbc::execute);
      return partitions
          .names(own, schema, table)
          .map(names -> names.contains(partition) || row.filter(key -> has(jdbc, key)).isPresent());
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException(
          String.valueOf(DatabaseTrouble.stripped("looking for a partition", e).getMessage()));
    }
  }

  private boolean has(JdbcTemplate jdbc, GoneKey row) {
    DatabaseEngine parts = engine.apply(jdbc, Holds.NONE);
    return catalog
        .table(row.table())
        .filter(row::isOf)
        .filter(
            table ->
                parts.reader().any(table, parts.predicates().rows(row.columns(), row.values())))
        .isPresent();
  }
}
