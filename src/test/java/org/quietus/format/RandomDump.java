package org.quietus.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dump of random tables in a random style, that can also write itself without some of its rows:
 * what a rewriting must give, found without reading SQL.
 */
final class RandomDump {
  private static final String[] VERBS = {"INSERT INTO", "REPLACE INTO", "INSERT  IGNORE INTO"};
  private static final String ALPHABET = "ab\\'\"`\0\n\r\t\b\032%_;,()-#/* é漢😀NULL";

  /** A row; its first value is its key, unique in the dump. */
  record Model(String table, List<byte @Nullable []> values, List<String> literals) {
    String key() {
      return literals.get(0);
    }
  }

  private sealed interface Piece {}

  private record Plain(String text) implements Piece {}

  private record Insert(String head, String separator, List<Model> rows) implements Piece {}

  private final Random random;
  private final boolean backslashes;
  private final boolean hexBlob;
  private final boolean introducers;
  private final String eol;
  private final String separator;
  private final String verb;
  private final boolean complete;
  private final int rowsPerStatement;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Model> rows = new ArrayList<>();

  RandomDump(long seed) {
    random = new Random(seed);
    backslashes = random.nextInt(4) > 0;
    hexBlob = random.nextBoolean();
    introducers = random.nextBoolean();
    eol = random.nextInt(5) == 0 ? "\r\n" : "\n";
    separator = random.nextBoolean() ? "," + eol : ",";
    verb = VERBS[random.nextInt(VERBS.length)];
    complete = random.nextBoolean();
    rowsPerStatement = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(20);
    write();
  }

  List<Model> rows() {
    return rows;
  }

  /** The dump's bytes without the rows of these keys. */
  byte[] without(Set<String> keys) {
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      if (piece instanceof Insert insert) {
        List<Model> rest = insert.rows().stream().filter(r -> !keys.contains(r.key())).toList();
        for (int i = 0; i < rest.size(); i++) {
          add(dump, i == 0 ? insert.head() : insert.separator());
          add(dump, "(" + String.join(",", rest.get(i).literals()) + ")");
        }
        add(dump, rest.isEmpty() ? "" : ";" + eol);
      } else {
        add(dump, ((Plain) piece).text());
      }
    }
    return dump.toByteArray();
  }

  /** Text holds one char per byte, so that it can hold any bytes. */
  private static void add(ByteArrayOutputStream dump, String text) {
    dump.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void write() {
    line("-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)");
    line(
        "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='%s' */;"
            .formatted(backslashes ? "NO_AUTO_VALUE_ON_ZERO" : "NO_BACKSLASH_ESCAPES"));
    line("/*!40101 SET NAMES utf8mb4 */;");
    int tables = 1 + random.nextInt(4);
    for (int t = 0; t < tables; t++) {
      table("t" + t + (random.nextInt(4) == 0 ? " it's; (" : ""));
      noise();
    }
    line("/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;");
    line("-- Dump completed on 2026-01-02  3:04:05");
  }

  private void table(String name) {
    int columns = 1 + random.nextInt(6);
    List<String> names = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      names.add("`c" + c + (random.nextInt(5) == 0 ? "``" : "") + "`");
    }
    line(
        "CREATE TABLE `"
            + name
            + "` ("
            + eol
            + "  "
            + String.join(" text," + eol + "  ", names)
            + " text COMMENT '),(''x',"
            + eol
            + "  PRIMARY KEY ("
            + names.get(0)
            + ")"
            + eol
            + ");");
    String list = complete ? " (" + String.join(", ", names) + ")" : "";
    String head = verb + " `" + name + "`" + list + " VALUES" + (random.nextBoolean() ? " " : eol);
    for (int statements = random.nextInt(6); statements > 0; statements--) {
      List<Model> group = new ArrayList<>();
      for (int r = random.nextInt(rowsPerStatement); r >= 0; r--) {
        group.add(row(name, columns));
      }
      rows.addAll(group);
      pieces.add(new Insert(head, separator, group));
      if (random.nextInt(3) == 0) {
        noise();
      }
    }
  }

  private Model row(String table, int columns) {
    List<byte @Nullable []> values = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    literal(
        ascii(
            String.valueOf(
                rows.size() * 1000L
                    + random.nextInt(1000)
                    + pieces.size() * 1_000_000L
                    + random.nextInt(1 << 30) * 1_000_000_000L)),
        values,
        literals,
        true);
    for (int c = 1; c < columns; c++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          values.add(null);
          literals.add("NULL");
        }
        case 1 -> literal(ascii(random.nextInt() / 100.0 + ""), values, literals, true);
        case 2 -> {
          byte[] bytes = new byte[random.nextInt(40)];
          random.nextBytes(bytes);
          literal(bytes, values, literals, false);
        }
        default -> literal(text().getBytes(StandardCharsets.UTF_8), values, literals, false);
      }
    }
    return new Model(table, values, literals);
  }

  private String text() {
    int[] alphabet = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  private void literal(
      byte[] value, List<byte @Nullable []> values, List<String> literals, boolean number) {
    values.add(value);
    String chars = new String(value, StandardCharsets.ISO_8859_1);
    if (number) {
      literals.add(chars);
    } else if (hexBlob && value.length > 0 && random.nextBoolean()) {
      literals.add(
          random.nextBoolean()
              ? "0x" + HexFormat.of().withUpperCase().formatHex(value)
              : "X'" + HexFormat.of().formatHex(value) + "'");
    } else {
      literals.add((introducers && random.nextBoolean() ? "_binary " : "") + quoted(chars));
    }
  }

  private String quoted(String chars) {
    StringBuilder literal = new StringBuilder("'");
    for (char c : chars.toCharArray()) {
      String escape = escapes(c);
      if (c == '\'' && (!backslashes || random.nextBoolean())) {
        literal.append("''");
      } else if (c == '\\' && backslashes) {
        literal.append("\\\\");
      } else if (backslashes && !escape.isEmpty() && (c == '\'' || random.nextBoolean())) {
        literal.append('\\').append(escape);
      } else {
        literal.append(c);
      }
    }
    return literal.append('\'').toString();
  }

  private static String escapes(char c) {
    return switch (c) {
      case 0 -> "0";
      case '\n' -> "n";
      case '\r' -> "r";
      case '\t' -> "t";
      case '\b' -> "b";
      case 0x1a -> "Z";
      case '\'', '"' -> String.valueOf(c);
      default -> "";
    };
  }

  private void noise() {
    String trigger = "INSERT INTO `t0` VALUES (1); SELECT ';;', \"it''s\" /* don't */;";
    switch (random.nextInt(7)) {
      case 0 -> line("");
      case 1 -> line("-- Table structure for table `it's`");
      case 2 -> line("/*!40000 ALTER TABLE `t0` DISABLE KEYS */;");
      case 3 ->
          line(
              "DELIMITER ;;"
                  + eol
                  + "/*!50003 CREATE TRIGGER x BEGIN "
                  + trigger
                  + " END */;;"
                  + eol
                  + "DELIMITER ;");
      case 4 -> line("/* it's INSERT INTO `t0` VALUES (1); */");
      case 5 -> line("CREATE VIEW v AS SELECT 'INSERT INTO `t0` VALUES (1);' AS `it's`;");
      default -> line("LOCK TABLES `t0` WRITE; # it's");
    }
  }

  private void line(String text) {
    pieces.add(new Plain(text + eol));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
