package org.quietus.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.quietus.format.FormatContract.Person;

/** Small dumps as the tools write them, for tests. */
final class DumpText {

  /** The lines before the first table, as {@code mariadb-dump} 11.4 writes them. */
  static final String MARIADB_HEADER =
      """
      /*M!999999\\- enable the sandbox mode */\s
      -- MariaDB dump 10.19-11.4.5-MariaDB, for Linux (x86_64)
      --
      -- Host: localhost    Database: it's one
      -- ------------------------------------------------------
      -- Server version\t11.4.5-MariaDB

      /*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
      /*!40101 SET NAMES utf8mb4 */;
      /*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
      /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
      /*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */;

      """;

  /** The lines after the last table. */
  static final String MARIADB_FOOTER =
      """

      /*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
      /*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
      /*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
      /*M!100616 SET NOTE_VERBOSITY=@OLD_NOTE_VERBOSITY */;

      -- Dump completed on 2026-01-02  3:04:05
      """;

  static final String PERSON =
      """
      CREATE TABLE `person` (
        `id` int(11) NOT NULL AUTO_INCREMENT,
        `email` varchar(60) DEFAULT NULL,
        `name` text NOT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4;
      """;

  private DumpText() {}

  /** A whole dump of the table {@code person}. */
  static byte[] mariaDb(List<Person> people) {
    String rows = people.stream().map(DumpText::row).collect(Collectors.joining(",\n"));
    return bytes(
        MARIADB_HEADER
            + PERSON
            + "LOCK TABLES `person` WRITE;\n"
            + "/*!40000 ALTER TABLE `person` DISABLE KEYS */;\n"
            + (people.isEmpty() ? "" : "INSERT INTO `person` VALUES\n" + rows + ";\n")
            + "/*!40000 ALTER TABLE `person` ENABLE KEYS */;\n"
            + "UNLOCK TABLES;\n"
            + MARIADB_FOOTER);
  }

  private static String row(Person person) {
    String email = person.email() == null ? "NULL" : quoted(person.email());
    return "(" + person.id() + "," + email + "," + quoted(person.name()) + ")";
  }

  /** As {@code mysql_real_escape_string} does it. */
  static String quoted(String text) {
    return "'"
        + text.replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\0", "\\0")
            .replace("\032", "\\Z")
        + "'";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
