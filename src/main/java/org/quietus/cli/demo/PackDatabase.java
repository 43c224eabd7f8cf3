package org.quietus.cli.demo;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.zip.GZIPOutputStream;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.MVStoreTool;
import org.quietus.database.DatabaseUrl;
import org.quietus.job.CannotRun;
import org.quietus.pack.Pack;
import org.quietus.pack.Population;
import org.quietus.report.text.Resource;

/** The database of a pack's demo, H2 on disk; it is either whole or not there. */
public final class PackDatabase {
  static final String USER = "app";

  /** Who can only read. */
  static final String AUDITOR = "auditor";

  /** The same persons in every demo. */
  public static final long SEED = 20_261_128;

  private static final String SETTINGS =
      ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

  private final Path directory;
  private final Pack pack;

  PackDatabase(Path directory, Pack pack) {
    this.directory = directory;
    this.pack = pack;
  }

  /** The JDBC URL of the finished database. */
  public String url() {
    return url("app");
  }

  /** Makes the database with so many persons unless it is there. */
  void prepare(int persons, LocalDate today) throws IOException, SQLException {
    if (Files.exists(file("app"))) {
      return;
    }
    Files.deleteIfExists(file("app-unfinished"));
    try (Connection connection = connect("app-unfinished");
        Statement statement = connection.createStatement()) {
      statement.execute(Resource.text(pack.schema("h2")));
      statement.execute(
          "CREATE USER " + AUDITOR + " PASSWORD '' ADMIN"); // H2 lets nobody else set how it writes
      connection.setAutoCommit(false);
      pack.fill(connection, new Population(SEED, persons, today));
    }
    Files.move(file("app-unfinished"), file("app"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes a gzipped dump of it as it is, as {@code mysqldump} writes them at that moment. */
  void dump(Path file, ZonedDateTime at) throws IOException, SQLException {
    Files.createDirectories(file.getParent());
    Path unfinished = directory.resolve("dump.unfinished");
    try (Connection connection = connect("app");
        Writer out =
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(unfinished)), StandardCharsets.UTF_8)) {
      new DemoDump(connection, out).write("app", pack.tables(), at);
    }
    Files.setLastModifiedTime(unfinished, FileTime.from(at.toInstant()));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What others than us write into it. */
  void execute(String sql) throws SQLException {
    try (Connection connection = connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A connection to the finished database, for who looks into it. */
  public Connection connect() throws SQLException {
    return connect("app");
  }

  /**
   * Writes the database anew, row by row: H2 keeps the pages that deletions freed, and in its
   * indexes the values that pages were once divided at, so that a search over its file would still
   * find who is gone.
   */
  void compact() throws IOException, SQLException {
    Path script = directory.resolve("app-unfinished.sql");
    Files.deleteIfExists(file("app-unfinished"));
    try {
      execute("SCRIPT TO '" + sql(script) + "'");
      try (Connection connection = connect("app-unfinished");
          Statement statement = connection.createStatement()) {
        statement.execute("RUNSCRIPT FROM '" + sql(script) + "'");
      }
      MVStoreTool.compact(file("app-unfinished").toString(), false);
      Files.move(
          file("app-unfinished"),
          file("app"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (MVStoreException e) {
      throw CannotRun.locked(pack.name());
    } finally {
      Files.deleteIfExists(script);
    }
  }

  private static String sql(Path file) {
    return file.toString().replace("'", "''");
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(DatabaseUrl.complete(url(name)), USER, "");
  }

  private String url(String name) {
    return "jdbc:h2:file:" + directory.resolve(name) + SETTINGS;
  }

  private Path file(String name) {
    return directory.resolve(name + ".mv.db");
  }
}
