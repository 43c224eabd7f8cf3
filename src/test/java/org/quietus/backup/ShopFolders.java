package org.quietus.backup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.testing.ShellFolder;

/** Dumps of the shop of {@link Shop} as tools write them that make a file for each table. */
final class ShopFolders {
  private static final Pattern LITERAL = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'|[^,()]+");

  private static final Pattern COLUMN = Pattern.compile("(?m)^  `(\\w+)`");

  private static final String TAB_HEADER =
      """
      /*M!999999\\- enable the sandbox mode */
      -- MariaDB dump 10.19-11.4.5-MariaDB, for linux-systemd (x86_64)
      --
      /*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
      /*!40101 SET NAMES utf8mb4 */;
      /*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
      /*!40103 SET TIME_ZONE='+00:00' */;
      /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='' */;
      """;
  private static final String TAB_TRAILER =
      """
      /*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
      /*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
      /*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;

      -- Dump completed on 2026-03-01  1:24:06
      """;

  private static final String MYDUMPER_HEADER =
      """
      /*!40101 SET NAMES binary*/;
      /*!40014 SET FOREIGN_KEY_CHECKS=0*/;
      /*!40103 SET TIME_ZONE='+00:00' */;
      """;

  private ShopFolders() {}

  /** What {@code mariadb-dump --tab} writes, by the names of the files. */
  static Map<String, String> tab(ShopDump dump) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String table : dump.tables()) {
      files.put(table + ".sql", TAB_HEADER + declaration(dump, table) + TAB_TRAILER);
      files.put(
          table + ".txt",
          rows(dump, table).stream().map(ShopFolders::line).collect(Collectors.joining()));
    }
    return files;
  }

  /**
   * What mydumper writes, in the layout of its early versions: {@code metadata} says nothing of
   * tables. Rows with odd keys are in another part than those with even ones.
   */
  static Map<String, String> mydumper(ShopDump dump) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "metadata",
        """
        Started dump at: 2026-03-01 01:24:06
        SHOW MASTER STATUS:
        \tLog: bin.000001

        Finished dump at: 2026-03-01 01:24:07
        """);
    files.put(
        "shop-schema-create.sql", "CREATE DATABASE `shop` /*!40100 DEFAULT CHARACTER SET */;\n");
    for (String table : dump.tables()) {
      files.put("shop." + table + "-schema.sql", MYDUMPER_HEADER + declaration(dump, table));
      for (int part = 0; part < 2; part++) {
        int odd = part;
        List<String> rows =
            rows(dump, table).stream()
                .filter(row -> (row.charAt(1) - '0') % 2 == odd)
                .map(row -> row.replaceAll("(?<!\\\\)'", "\""))
                .toList();
        String insert = "INSERT INTO `" + table + "` VALUES\n" + String.join(",\n", rows) + ";\n";
        files.put(
            "shop.%s.%05d.sql".formatted(table, part),
            MYDUMPER_HEADER + (rows.isEmpty() ? "" : insert));
      }
    }
    return files;
  }

  /** The same in the layout of its later versions: {@code metadata} has numbers of rows. */
  static Map<String, String> counting(ShopDump dump) {
    Map<String, String> files = mydumper(dump);
    StringBuilder metadata =
        new StringBuilder(
            """
            # Started dump at: 2026-03-01 01:24:06
            [config]
            quote-character = BACKTICK

            [myloader_session_variables]
            SQL_MODE='NO_AUTO_VALUE_ON_ZERO,' /*!40101
            """);
    for (String table : dump.tables()) {
      metadata.append(
          "\n[`shop`.`%1$s`]\nreal_table_name=%1$s\nrows = %2$d\n"
              .formatted(table, rows(dump, table).size()));
    }
    metadata.append(
        "[config]\nmax-statement-size = 1000\n# Finished dump at: 2026-03-01 01:24:07\n");
    files.put("metadata", metadata.toString());
    return files;
  }

  /**
   * What MySQL Shell writes, compressed as that ending says; odd keys are in a part of their own.
   */
  static Map<String, String> shell(ShopDump dump, String compressed) {
    ShellFolder folder = new ShellFolder("shop", compressed);
    for (String table : dump.tables()) {
      String declaration = declaration(dump, table);
      List<List<List<byte @Nullable []>>> parts = List.of(new ArrayList<>(), new ArrayList<>());
      for (String row : rows(dump, table)) {
        parts.get((row.charAt(1) - '0' + 1) % 2).add(values(row));
      }
      folder.table(
          table,
          declaration.strip().replace(";", ""),
          COLUMN.matcher(declaration).results().map(column -> column.group(1)).toList(),
          Map.of(),
          parts);
    }
    Map<String, String> files = new LinkedHashMap<>();
    folder
        .files()
        .forEach(
            (name, content) ->
                files.put(
                    name,
                    new String(
                        content,
                        name.endsWith(".idx")
                            ? StandardCharsets.ISO_8859_1
                            : StandardCharsets.UTF_8)));
    return files;
  }

  private static List<byte @Nullable []> values(String row) {
    List<byte @Nullable []> values = new ArrayList<>();
    LITERAL
        .matcher(row)
        .results()
        .forEach(
            literal -> {
              String text =
                  literal.group(1) != null ? literal.group(1).replace("\\'", "'") : literal.group();
              boolean isNull = literal.group(1) == null && text.equals("NULL");
              values.add(isNull ? null : text.getBytes(StandardCharsets.UTF_8));
            });
    return values;
  }

  private static String declaration(ShopDump dump, String table) {
    String text = dump.text(List.of(table));
    int start = text.indexOf("CREATE TABLE");
    return text.substring(start, text.indexOf("ENGINE=InnoDB", start))
        + "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n";
  }

  private static List<String> rows(ShopDump dump, String table) {
    return dump.text(List.of(table))
        .lines()
        .filter(line -> line.startsWith("INSERT"))
        .map(line -> line.substring(line.indexOf('('), line.length() - 1))
        .toList();
  }

  private static String line(String row) {
    return LITERAL
        .matcher(row)
        .results()
        .map(
            literal ->
                literal.group(1) != null
                    ? literal.group(1).replace("\\'", "'")
                    : literal.group().equals("NULL") ? "\\N" : literal.group())
        .collect(Collectors.joining("\t", "", "\n"));
  }
}
