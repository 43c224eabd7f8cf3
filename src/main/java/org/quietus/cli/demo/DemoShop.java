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
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.MVStoreTool;
import org.quietus.database.DatabaseUrl;
import org.quietus.job.CannotRun;
import org.quietus.report.text.Resource;

/**
 * The demo's database, H2 on disk. It is built aside and takes its name in one atomic rename, so it
 * is either whole or not there, whenever the process was killed.
 */
public final class DemoShop {
  private static final String USER = "shop";
  private static final List<String> TABLES =
      List.of("chat_message", "customer", "invoice", "order_item", "orders", "payment", "visit");

  /** So that names need no quotes, in whatever case they are written. */
  private static final String SETTINGS =
      ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

  private final Path directory;

  public DemoShop(Path directory) {
    this.directory = directory;
  }

  /** The JDBC URL of the finished database. */
  public String url() {
    return url("shop");
  }

  /**
   * Makes the database with its rows unless it is there; {@code today} is the day it counts from.
   */
  public void prepare(LocalDate today) throws IOException, SQLException {
    if (Files.exists(file("shop"))) {
      return;
    }
    Files.deleteIfExists(file("shop-unfinished"));
    try (Connection connection = connect("shop-unfinished");
        Statement statement = connection.createStatement()) {
      statement.execute(Resource.text("/sql/samples/shop-schema.sql"));
      connection.setAutoCommit(false);
      new ShopData(connection, today).fill();
      connection.commit();
    }
    Files.move(file("shop-unfinished"), file("shop"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes a gzipped dump of the shop, as {@code mysqldump} writes them, made at that moment. */
  void dump(Path file, ZonedDateTime at) throws IOException, SQLException {
    try (Connection connection = connect("shop");
        Writer out =
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      new DemoDump(connection, out).write("shop", TABLES, at);
    }
    Files.setLastModifiedTime(file, FileTime.from(at.toInstant()));
  }

  /**
   * Writes the database anew without the pages that deletions freed: H2 keeps them otherwise, and a
   * search over its file would still find who is gone. Nobody may be connected. {@code SHUTDOWN
   * COMPACT} would compress the pages too, and a search over those finds nothing whatever they
   * hold.
   */
  public void compact() {
    try {
      MVStoreTool.compact(file("shop").toString(), false);
    } catch (MVStoreException e) {
      throw CannotRun.locked("shop");
    }
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
