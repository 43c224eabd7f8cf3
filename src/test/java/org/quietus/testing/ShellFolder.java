package org.quietus.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a folder as MySQL Shell does, uncompressed and by the names of its files. Each rule is
 * that of its sources: names of modules/util/common/dump/utils.cc, manifests of
 * modules/util/dump/dumper.cc, rows of modules/util/dump/dialect_dump_writer.h, indexes of
 * modules/util/dump/dump_writer.cc, files of SQL of modules/util/dump/schema_dumper.cc.
 */
public final class ShellFolder {
  private static final int INDEX_EVERY = 1 << 20;
  private static final String RESERVED = " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}";

  private static final String COMMENT =
      """
      -- MySQLShell dump 2.0.1  Distrib Ver 9.2.0 for Linux on x86_64 - for MySQL 9.2.0 (MySQL Community Server (GPL)), for Linux (x86_64)
      --
      -- Host: localhost    Database: %1$s    Table: %2$s
      -- ------------------------------------------------------
      -- Server version\t8.4.4
      """;

  private final String schema;
  private final String extension;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, Long> lengths = new LinkedHashMap<>();
  private final Map<String, Long> bytesOfTables = new LinkedHashMap<>();
  private final Map<String, Long> rowsOfTables = new LinkedHashMap<>();
  private final Map<String, String> bases = new LinkedHashMap<>();
  private final List<String> views = new ArrayList<>();

  /** Of files that are compressed as that ending says: {@code .zst}, {@code .gz} or none. */
  public ShellFolder(String schema, String compressed) {
    this.schema = schema;
    this.extension = "tsv" + compressed;
  }

  /**
   * A table.
   *
   * @param definition its CREATE TABLE
   * @param coded columns of bytes, with the function that reads them
   * @param parts its rows by parts, the values as the server gives them
   */
  public ShellFolder table(
      String name,
      String definition,
      List<String> columns,
      Map<String, String> coded,
      List<List<List<byte @Nullable []>>> parts) {
    String base = encoded(schema) + "@" + encoded(name);
    bases.put(name, base);
    put(base + ".sql", structure(name, definition));
    put(base + ".json", json(name, columns, coded));
    bytesOfTables.put(name, 0L);
    rowsOfTables.put(name, 0L);
    for (int part = 0; part < parts.size(); part++) {
      String last = part == parts.size() - 1 ? "@" : "";
      rows(name, base + "@" + last + part + "." + extension, columns, coded, parts.get(part));
    }
    return this;
  }

  /**
   * A view.
   *
   * @param definition its CREATE VIEW
   */
  public ShellFolder view(String name, String definition, String column) {
    String base = encoded(schema) + "@" + encoded(name);
    bases.put(name, base);
    views.add(name);
    put(
        base + ".pre.sql",
        COMMENT.formatted(schema, name)
            + """

            --
            -- Temporary view structure for view `%1$s`
            --

            /*!50001 DROP VIEW IF EXISTS `%1$s`*/;
            SET @saved_cs_client     = @@character_set_client;
            /*!50503 SET character_set_client = utf8mb4 */;
            /*!50001 CREATE VIEW `%1$s` AS SELECT
             1 AS `%2$s` */;
            SET character_set_client = @saved_cs_client;
            """
                .formatted(name, column));
    put(
        base + ".sql",
        COMMENT.formatted(schema, name)
            + """

            --
            -- Final view structure for view `%1$s`
            --

            /*!50001 DROP VIEW IF EXISTS `%1$s`*/;
            /*!50001 %2$s */;
            """
                .formatted(name, definition));
    return this;
  }

  private void rows(
      String table,
      String file,
      List<String> columns,
      Map<String, String> coded,
      List<List<byte @Nullable []>> rows) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    long since = 0;
    for (List<byte @Nullable []> row : rows) {
      int before = content.size();
      for (int n = 0; n < row.size(); n++) {
        content.writeBytes(value(row.get(n), coded.get(columns.get(n))));
        content.write(n == row.size() - 1 ? '\n' : '\t');
      }
      since += content.size() - before;
      if (since >= INDEX_EVERY) {
        index.writeBytes(number(content.size()));
        since %= INDEX_EVERY;
      }
    }
    index.writeBytes(number(content.size()));
    files.put(file, content.toByteArray());
    files.put(file + ".idx", index.toByteArray());
    lengths.put(file, (long) content.size());
    bytesOfTables.merge(table, (long) content.size(), Long::sum);
    rowsOfTables.merge(table, (long) rows.size(), Long::sum);
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  /** A value as a field of a line. */
  private static byte[] value(byte @Nullable [] value, @Nullable String coded) {
    if (value == null) {
      return "\\N".getBytes(UTF_8);
    }
    if (coded != null) {
      return coded.equals("UNHEX")
          ? HexFormat.of().withUpperCase().formatHex(value).getBytes(UTF_8)
          : Base64.getEncoder().encode(value);
    }
    StringBuilder field = new StringBuilder();
    for (char c : new String(value, ISO_8859_1).toCharArray()) {
      switch (c) {
        case 0 -> field.append("\\0");
        case '\b' -> field.append("\\b");
        case '\n' -> field.append("\\n");
        case '\r' -> field.append("\\r");
        case '\t' -> field.append("\\t");
        case 0x1a -> field.append("\\Z");
        case '\\' -> field.append("\\\\");
        default -> field.append(c);
      }
    }
    return field.toString().getBytes(ISO_8859_1);
  }

  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (char c : name.toCharArray()) {
      boolean reserved = c < ' ' || RESERVED.indexOf(c) >= 0;
      encoded.append(reserved ? "%%%02X".formatted((int) c) : c);
    }
    return encoded.toString();
  }

  private String structure(String table, String definition) {
    return COMMENT.formatted(schema, table)
        + """

        --
        -- Table structure for table `%s`
        --

        /*!40101 SET @saved_cs_client     = @@character_set_client */;
        /*!50503 SET character_set_client = utf8mb4 */;
        %s;
        /*!40101 SET character_set_client = @saved_cs_client */;
        """
            .formatted(
                table, definition.replaceFirst("^CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "));
  }

  private String json(String table, List<String> columns, Map<String, String> coded) {
    String decoded =
        coded.isEmpty()
            ? ""
            : "\n        \"decodeColumns\": %s,"
                .formatted(object(coded.entrySet(), "            ", true));
    String compression =
        extension.equals("tsv") ? "none" : extension.endsWith(".gz") ? "gzip" : "zstd";
    return """
    {
        "options": {
            "schema": "%s",
            "table": "%s",
            "columns": [
                %s
            ],%s
            "defaultCharacterSet": "utf8mb4",
            "fieldsTerminatedBy": "\\t",
            "fieldsEnclosedBy": "",
            "fieldsOptionallyEnclosed": false,
            "fieldsEscapedBy": "\\\\",
            "linesTerminatedBy": "\\n"
        },
        "triggers": [],
        "includesData": true,
        "includesDdl": true,
        "extension": "%s",
        "chunking": true,
        "compression": "%s",
        "primaryIndex": [
            "id"
        ],
        "partitions": [],
        "basenames": {}
    }\
    """
        .formatted(
            schema,
            table,
            columns.stream()
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(",\n            ")),
            decoded,
            extension,
            compression);
  }

  private static <V> String object(
      Iterable<Map.Entry<String, V>> entries, String indent, boolean texts) {
    StringBuilder object = new StringBuilder();
    for (Map.Entry<String, V> entry : entries) {
      object.append(object.isEmpty() ? "{" : ",").append('\n').append(indent);
      object.append('"').append(entry.getKey()).append("\": ");
      object.append(texts ? "\"" + entry.getValue() + "\"" : entry.getValue());
    }
    return object.append('\n').append(indent.substring(4)).append('}').toString();
  }

  private void put(String name, String content) {
    files.put(name, content.getBytes(UTF_8));
  }

  /** All files, those of the folder's own last. */
  public Map<String, byte[]> files() {
    String base = encoded(schema);
    String own = COMMENT.formatted(schema, "").replaceFirst(" {4}Database.*", "");
    put("@.sql", own);
    put("@.post.sql", own);
    put(
        base + ".sql",
        own
            + "\n--\n-- Current Database: `%1$s`\n--\n\nUSE `%1$s`;\n".formatted(schema)
            + "\n--\n-- Dumping routines for database '%1$s'\n--\n\n-- begin procedure `%1$s`.`p`\n"
                .formatted(schema)
            + "/*!50003 DROP PROCEDURE IF EXISTS `p` */;\nDELIMITER ;;\n"
            + "CREATE PROCEDURE `p`()\nINSERT INTO log VALUES (1) ;;\nDELIMITER ;\n"
            + "-- end procedure `%1$s`.`p`\n\n".formatted(schema));
    put(
        base + ".json",
        """
        {
            "schema": "%s",
            "includesDdl": true,
            "includesViewsDdl": true,
            "includesData": true,
            "tables": [
                %s
            ],
            "views": [%s],
            "events": [],
            "functions": [],
            "procedures": [
                "p"
            ],
            "basenames": %s
        }\
        """
            .formatted(
                schema,
                bases.keySet().stream()
                    .filter(name -> !views.contains(name))
                    .map(name -> '"' + name + '"')
                    .collect(Collectors.joining(",\n        ")),
                views.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", ")),
                object(bases.entrySet(), "        ", true)));
    put(
        "@.json",
        """
        {
            "dumper": "mysqlsh Ver 9.2.0 for Linux on x86_64 - for MySQL 9.2.0 (MySQL Community Server (GPL))",
            "version": "2.0.1",
            "origin": "dumpSchemas",
            "schemas": [
                "%1$s"
            ],
            "basenames": {
                "%1$s": "%2$s"
            },
            "defaultCharacterSet": "utf8mb4",
            "tzUtc": true,
            "bytesPerChunk": 64000000,
            "user": "root",
            "hostname": "db",
            "server": "db",
            "serverVersion": "8.4.4",
            "gtidExecuted": "",
            "gtidExecutedInconsistent": false,
            "consistent": true,
            "targetVersion": "9.2.0",
            "partialRevokes": false,
            "compatibilityOptions": [],
            "capabilities": [
                {
                    "id": "partition_awareness",
                    "description": "Partition awareness",
                    "versionRequired": "8.0.27"
                }
            ],
            "checksum": false,
            "begin": "2026-03-01 01:24:06"
        }\
        """
            .formatted(schema, base));
    put(
        "@.done.json",
        """
        {
            "end": "2026-03-01 01:24:07",
            "dataBytes": %d,
            "tableDataBytes": {
                "%s": %s
            },
            "tableRows": {
                "%s": %s
            },
            "chunkFileBytes": %s
        }\
        """
            .formatted(
                lengths.values().stream().mapToLong(n -> n).sum(),
                schema,
                object(bytesOfTables.entrySet(), "            ", false),
                schema,
                object(rowsOfTables.entrySet(), "            ", false),
                object(lengths.entrySet(), "        ", false)));
    return files;
  }
}
