package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quietus.database.DatabaseConnections;
import org.quietus.database.DatabaseTrouble;
import org.quietus.database.Dialect;
import org.quietus.database.Partitions;
import org.quietus.hold.Holds;
import org.quietus.plan.Action;
import org.quietus.plan.Step;
import org.quietus.target.GoneKey;
import org.quietus.target.PartitionStays;
import org.quietus.target.StepPartitions;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Partitions that go with all that is in them, counted while nobody else can write: on a connection
 * of its own where the drop commits by itself, else on that of the open transaction.
 */
final class WholePartitions implements StepPartitions {
  private final Step step;
  private final Dialect dialect;
  private final DatabaseConnections connections;
  private final DataSource shared;
  private final PartitionRows rows;
  private final SameTablesOn same;

  /** Whether a step's tables are as planned, as a connection sees it. */
  interface SameTablesOn {
    void require(JdbcTemplate jdbc);
  }

  WholePartitions(
      Step step,
      Dialect dialect,
      DatabaseConnections connections,
      DataSource shared,
      PartitionRows rows,
      SameTablesOn same) {
    this.step = step;
    this.dialect = dialect;
    this.connections = connections;
    this.shared = shared;
    this.rows = rows;
    this.same = same;
  }

  @Override
  public Optional<String> obstacle() {
    return ofStep()
        .or(
            () ->
                dialect.partitions().isEmpty()
                    ? Optional.of(dialect.product() + " has no partitions")
                    : rows.found(PartitionRows.counting(shared)).obstacle());
  }

  /** What has to be known of each row that goes. */
  private Optional<String> ofStep() {
    if (!(step.root().action() instanceof Action.Delete)) {
      return Optional.of("its rows are not deleted");
    }
    if (!step.members().isEmpty() || !step.root().referencedBy().isEmpty()) {
      return Optional.of("rows of other tables hang on its rows");
    }
    if (!step.root().bases().isEmpty()) {
      return Optional.of("rows of it are kept on a basis of their own");
    }
    if (step.objects().containsKey(step.root().table())) {
      return Optional.of("its rows name objects that go with them");
    }
    return step.root().catalogTable().triggers().stream()
            .anyMatch(trigger -> trigger.isFiredBy("DELETE"))
        ? Optional.of("it has a trigger that acts on each row that is deleted")
        : Optional.empty();
  }

  @Override
  public List<Standing> standings(Holds holds) {
    List<Standing> standings = new ArrayList<>();
    if (obstacle().isEmpty()) {
      JdbcTemplate jdbc = PartitionRows.counting(shared);
      for (Partitions.Partition partition : rows.found(jdbc).all()) {
        standings.add(standing(jdbc, partition, holds));
      }
    }
    return standings;
  }

  private Standing standing(JdbcTemplate jdbc, Partitions.Partition partition, Holds holds) {
    rows.await();
    try {
      PartitionRows.heed(partition.stays());
      rows.requireFree(jdbc, holds);
      rows.requireDue(jdbc, partition);
      return new Standing(partition.name(), rows.count(jdbc, partition), Optional.empty());
    } catch (PartitionStays stays) {
      return stays(partition, stays);
    } catch (DataAccessException e) {
      return stays(partition, rows.refused("counting", e));
    }
  }

  private static Standing stays(Partitions.Partition partition, PartitionStays why) {
    return new Standing(partition.name(), 0, Optional.of(String.valueOf(why.getMessage())));
  }

  @Override
  public boolean dropCommits() {
    return rows.sql().commitsByItself();
  }

  @Override
  public Locked lock(String name) {
    rows.await();
    if (!dropCommits()) {
      return locked(name, shared, null);
    }
    Connection own = connected();
    Locked locked = null;
    try {
      locked = locked(name, new SingleConnectionDataSource(own, true), own);
      return locked;
    } finally {
      if (locked == null) {
        close(own);
      }
    }
  }

  private Connection connected() {
    try {
      return connections.getConnection();
    } catch (SQLException e) {
      throw PartitionStays.because(
          String.valueOf(DatabaseTrouble.stripped("connecting", e).getMessage()));
    }
  }

  private Locked locked(String name, DataSource source, @Nullable Connection own) {
    JdbcTemplate jdbc = PartitionRows.counting(source);
    try {
      rows.lock(jdbc, rows.free(jdbc, name));
      return new LockedPartition(jdbc, rows.free(jdbc, name), own);
    } catch (DataAccessException e) {
      throw rows.refused("locking the table", e);
    }
  }

  private static void close(@Nullable Connection own) {
    if (own != null) {
      try {
        own.close();
      } catch (SQLException e) {
        // its locks end with it
      }
    }
  }

  /** One that is locked, on the connection that has the lock. */
  private final class LockedPartition implements Locked {
    private final JdbcTemplate jdbc;
    private final Partitions.Partition partition;
    private final @Nullable Connection own;

    LockedPartition(JdbcTemplate jdbc, Partitions.Partition partition, @Nullable Connection own) {
      this.jdbc = jdbc;
      this.partition = partition;
      this.own = own;
    }

    @Override
    public long countDue(Holds holds) {
      try {
        rows.requireFree(jdbc, holds);
        same.require(jdbc);
        return rows.count(jdbc, partition);
      } catch (DataAccessException e) {
        throw rows.refused("counting", e);
      }
    }

    @Override
    public Optional<GoneKey> row() {
      try {
        return own == null ? Optional.empty() : Optional.of(rows.last(jdbc, partition));
      } catch (DataAccessException e) {
        throw rows.refused("reading a row of it", e);
      }
    }

    @Override
    public void drop() {
      JdbcTemplate untimed = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
      try {
        rows.drop(untimed, partition);
      } catch (DataAccessException e) {
        throw rows.refused("dropping it", e);
      }
    }

    @Override
    public void close() {
      WholePartitions.close(own);
    }
  }
}
