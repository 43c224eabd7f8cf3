package org.quietus.cli.demo;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a demo's database, H2, in the form that {@code mysqldump} gives to a MariaDB. */
public final class DemoDump {
  private static final int ROWS_A_STATEMENT = 500;

  /** What a server writes before the well-known binary form of a geometry. */
  private static final String NO_REFERENCE_SYSTEM = "00000000";

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private static final String HEADER =
      """
      -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
      --
      -- Host: localhost    Database: %s
      -- ------------------------------------------------------
      -- Server version\t11.4.5-MariaDB

      /*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
      /*!40101 SET NAMES utf8mb4 */;
      /*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
      /*!40103 SET TIME_ZONE='+00:00' */;
      /*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
      /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;

      """;

  private static final String TRAILER =
      """

      /*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
      /*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
      /*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
      /*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;

      -- Dump completed on %s
      """;

  private final Connection connection;
  private final Writer out;

  /** Reads from the one and writes to the other; the caller closes both. */
  public DemoDump(Connection connection, Writer out) {
    this.connection = connection;
    this.out = out;
  }

  /**
   * Writes these tables, each with a primary key {@code id}; the dump says that it was completed at
   * that moment of its zone.
   */
  public void write(String database, List<String> tables, ZonedDateTime at)
      throws IOException, SQLException {
    out.write(HEADER.formatted(database));
    for (String table : tables.stream().sorted().toList()) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY id")) {
        declare(table, rows.getMetaData());
        fill(table, rows);
      }
    }
    out.write(TRAILER.formatted(SECONDS.format(at)));
  }

  private void declare(String table, ResultSetMetaData columns) throws IOException, SQLException {
    out.write("\n--\n-- Table structure for table `" + table + "`\n--\n\n");
    out.write("DROP TABLE IF EXISTS `" + table + "`;\nCREATE TABLE `" + table + "` (\n");
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      out.write(
          "  `"
              + columns.getColumnName(column)
              + "` "
              + type(columns, column)
              + (columns.isNullable(column) == ResultSetMetaData.columnNoNulls
                  ? " NOT NULL"
                  : " DEFAULT NULL")
              + ",\n");
    }
    out.write("  PRIMARY KEY (`id`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n");
    out.write("\n--\n-- Dumping data for table `" + table + "`\n--\n\n");
  }

  private static String type(ResultSetMetaData columns, int column) throws SQLException {
    return switch (columns.getColumnType(column)) {
      case Types.BIGINT -> "bigint(20)";
      case Types.INTEGER -> "int(11)";
      case Types.DATE -> "date";
      case Types.TIMESTAMP -> "datetime(6)";
      case Types.DECIMAL, Types.NUMERIC ->
          "decimal(" + columns.getPrecision(column) + "," + columns.getScale(column) + ")";
      case Types.CHAR -> "char(" + columns.getPrecision(column) + ")";
      case Types.CLOB -> "longtext";
      case Types.BLOB, Types.VARBINARY -> "longblob";
      case Types.OTHER -> "point";
      default -> "varchar(" + columns.getPrecision(column) + ")";
    };
  }

  private void fill(String table, ResultSet rows) throws IOException, SQLException {
    out.write("LOCK TABLES `" + table + "` WRITE;\n");
    int columns = rows.getMetaData().getColumnCount();
    int written = 0;
    while (rows.next()) {
      out.write(
          written % ROWS_A_STATEMENT == 0
              ? (written == 0 ? "" : ";\n") + "INSERT INTO `" + table + "` VALUES\n"
              : ",\n");
      out.write(row(rows, columns));
      written++;
    }
    out.write((written == 0 ? "" : ";\n") + "UNLOCK TABLES;\n");
  }

  private static String row(ResultSet rows, int columns) throws SQLException {
    ResultSetMetaData types = rows.getMetaData();
    String[] values = new String[columns];
    for (int column = 1; column <= columns; column++) {
      int type = types.getColumnType(column);
      values[column - 1] =
          switch (type) {
            case Types.BLOB, Types.VARBINARY -> literal("", rows.getBytes(column));
            case Types.OTHER -> literal(NO_REFERENCE_SYSTEM, rows.getBytes(column));
            default -> literal(rows.getString(column), type);
          };
    }
    return "(" + String.join(",", values) + ")";
  }

  private static String literal(@Nullable String text, int type) {
    if (text == null) {
      return "NULL";
    }
    return switch (type) {
      case Types.BIGINT, Types.INTEGER, Types.DECIMAL, Types.NUMERIC -> text;
      default -> "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    };
  }

  private static String literal(String before, byte @Nullable [] bytes) {
    return bytes == null ? "NULL" : "0x" + before + HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
