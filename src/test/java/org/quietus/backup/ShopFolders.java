package org.quietus.backup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Dumps of the shop of {@link Shop} as tools write them that make a file for each table. */
final class ShopFolders {
  private static final Pattern LITERAL = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'|[^,()]+");

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
