package org.quietus;

import java.util.ArrayList;
import java.util.List;
import org.quietus.testing.ChildServer;
import org.quietus.testing.Servers;

/**
 * What differs between the databases in which purges are measured.
 *
 * @param session what each session says first
 * @param numbers makes what {@link PurgeCase#fill} counts with
 * @param alter begins each thing that is added to a copy; {@code %s} is the table
 * @param settled what is said once a copy is complete; {@code %s} is the table
 * @param alongKey between a table's name and WHERE: go along the primary key
 * @param stepMicros how long a row of Spring Batch's own table says that a step took
 */
record PurgeProduct(
    String url,
    List<String> session,
    List<String> numbers,
    String alter,
    List<String> settled,
    String alongKey,
    String stepMicros) {
  /** MySQL and MariaDB. */
  static final PurgeProduct MYSQL =
      new PurgeProduct(
          "?sslMode=DISABLED",
          List.of("SET sql_log_bin = 0"),
          List.of(
              "CREATE TABLE digit (d INT)",
              "INSERT INTO digit VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
              "CREATE TABLE thousand AS SELECT a.d + 10 * b.d + 100 * c.d n FROM digit a, digit b,"
                  + " digit c"),
          "ALTER TABLE %s ",
          List.of("ANALYZE TABLE %s"),
          " FORCE INDEX (PRIMARY)",
          "TIMESTAMPDIFF(MICROSECOND, START_TIME, END_TIME)");

  /** PostgreSQL. */
  static final PurgeProduct POSTGRES =
      new PurgeProduct(
          "",
          List.of(),
          List.of(),
          "CREATE INDEX ON %s ",
          List.of("VACUUM ANALYZE %s", "CHECKPOINT"),
          "",
          "EXTRACT(EPOCH FROM END_TIME - START_TIME) * 1000000");

  /** A server of its own that keeps what it has committed. */
  ChildServer server() {
    return this == POSTGRES
        ? Servers.postgresToMeasure(
            "fsync=on", "full_page_writes=on", "shared_buffers=1GB", "max_wal_size=4GB")
        : Servers.toMeasure(
            "--skip-ssl",
            "--default-authentication-plugin=mysql_native_password",
            "--innodb-buffer-pool-size=1G",
            "--innodb-log-file-size=512M",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-doublewrite=ON",
            "--innodb-stats-persistent=ON",
            "--sync-binlog=1");
  }

  /** Makes the copies that are worked on anew. */
  List<String> fresh(PurgeCase it) {
    List<String> statements = new ArrayList<>();
    List<String> tables = new ArrayList<>(it.copies().keySet());
    for (int n = tables.size() - 1; n >= 0; n--) {
      statements.add("DROP TABLE IF EXISTS " + tables.get(n));
    }
    it.copies()
        .forEach(
            (table, added) -> {
              statements.add(
                  "CREATE TABLE "
                      + table
                      + (this == POSTGRES
                          ? " (LIKE " + table + "_filled INCLUDING ALL)"
                          : " LIKE " + table + "_filled"));
              statements.add("INSERT INTO " + table + " SELECT * FROM " + table + "_filled");
              added.forEach(one -> statements.add(alter.formatted(table) + one));
              settled.forEach(one -> statements.add(one.formatted(table)));
            });
    return statements;
  }
}
