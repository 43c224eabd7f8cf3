package org.quietus.database.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.database.CatalogReader;
import org.quietus.plan.Step;
import org.quietus.target.TablesChanged;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Looks whether the tables of a step are still those that it was planned for: before its first
 * change, and now and then as long as it goes on. A foreign key that somebody adds meanwhile would
 * take rows along that nobody has decided about.
 */
final class SameTables {
  private static final Duration OFTEN_ENOUGH = Duration.ofSeconds(5);

  /** Looking takes a small part of the time at the most, however large the schema is. */
  private static final int SHARE = 20;

  private final Set<String> tables;
  private final Catalog planned;
  private final Supplier<Catalog> today;
  private long next = Long.MIN_VALUE;

  SameTables(Step step, Catalog planned, Supplier<Catalog> today) {
    this.tables =
        Stream.concat(Stream.of(step.root()), step.members().stream())
            .map(member -> member.catalogTable().name())
            .collect(Collectors.toSet());
    this.planned = planned;
    this.today = today;
  }

  /**
   * Looks, unless somebody has just done so.
   *
   * @throws TablesChanged if they are others by now
   */
  synchronized void require() {
    long begin = System.nanoTime();
    if (next != Long.MIN_VALUE && begin - next < 0) {
      return;
    }
    require(tables, planned, today.get());
    long now = System.nanoTime();
    next = now + Math.max(OFTEN_ENOUGH.toNanos(), SHARE * (now - begin));
  }

  static void require(Set<String> tables, Catalog planned, Catalog today) {
    Set<String> changed = planned.changed(tables, today);
    if (!changed.isEmpty()) {
      throw new TablesChanged(
          changed.stream()
              .map(table -> planned.database() + "." + table)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  /** Read by the open transaction: its locks keep tables that it has touched as they are. */
  static Catalog read(JdbcTemplate jdbc, String database, String schema) {
    return Objects.requireNonNull(
        jdbc.execute(
            (ConnectionCallback<Catalog>)
                connection -> CatalogReader.read(connection, database, schema)));
  }
}
