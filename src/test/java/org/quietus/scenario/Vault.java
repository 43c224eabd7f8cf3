package org.quietus.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directory that dumps of the database lie in. */
final class Vault {
  private static final String DDL =
      """
      CREATE TABLE `customer` (
        `id` int NOT NULL,
        `full_name` varchar(60) NOT NULL,
        `email` varchar(80) DEFAULT NULL,
        `phone` varchar(40) DEFAULT NULL,
        `created_at` datetime(6) NOT NULL,
        `closed_on` date DEFAULT NULL,
        `anonymised_at` datetime(6) DEFAULT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB;
      """;

  private final Path directory;

  Vault(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  Path directory() {
    return directory;
  }

  /** Writes a dump of what is there, in mysqldump's form. */
  Dump dump(Life life, Instant now) throws IOException {
    Dump dump =
        new Dump(
            now.toString().substring(0, 10) + ".sql",
            now,
            List.copyOf(life.accounts.values()),
            new TreeSet<>(),
            new TreeSet<>());
    StringBuilder text = new StringBuilder("-- MySQL dump 10.13\n\nUSE `life`;\n");
    text.append(DDL);
    insert(text, "customer", life.accounts.values().stream().map(Account::values));
    for (String table : Town.THINGS) {
      text.append("CREATE TABLE `")
          .append(table)
          .append(
              "` (\n  `id` int NOT NULL,\n  `customer_id` int NOT NULL,\n  `at` datetime(6) NOT")
          .append(" NULL")
          .append(table.equals("member") ? ",\n  `household_id` int DEFAULT NULL" : "")
          .append(",\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n");
      insert(
          text,
          table,
          life.things.stream()
              .filter(thing -> thing.table().equals(table))
              .map(
                  thing ->
                      "(%d,%d,'%s'%s)"
                          .formatted(
                              thing.id(),
                              thing.account(),
                              thing.at().toString().replace('T', ' ').replace("Z", ""),
                              table.equals("member") ? "," + thing.id() % 5 : "")));
    }
    text.append("-- Dump completed\n");
    Path file = Files.writeString(directory.resolve(dump.key()), text);
    Files.setLastModifiedTime(file, FileTime.from(now));
    return dump;
  }

  private static void insert(StringBuilder text, String table, Stream<String> rows) {
    String values = rows.collect(Collectors.joining(","));
    if (!values.isEmpty()) {
      text.append("INSERT INTO `").append(table).append("` VALUES ").append(values).append(";\n");
    }
  }

  /** The keys of the dumps that are there. */
  List<String> keys() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sql"))
          .sorted()
          .toList();
    }
  }

  String text(Dump dump) throws IOException {
    return Files.readString(directory.resolve(dump.key()));
  }
}
