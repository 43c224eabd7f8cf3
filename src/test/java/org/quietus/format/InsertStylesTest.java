package org.quietus.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.format.mysqldump.Mysqldump;

/** Each style of INSERT that the tools' options give, with rows taken out at each place. */
class InsertStylesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          INSERT INTO `t` VALUES (1,'a'),(2,'b'),(3,'c');   | INSERT INTO `t` VALUES (1,'a'),(3,'c');
          INSERT INTO `t` VALUES (2,'b'),(3,'c');           | INSERT INTO `t` VALUES (3,'c');
          INSERT INTO `t` VALUES (1,'a'),(2,'b');           | INSERT INTO `t` VALUES (1,'a');
          INSERT INTO `t` VALUES~(1,'a'),~(2,'b'),~(3,'c'); | INSERT INTO `t` VALUES~(1,'a'),~(3,'c');
          INSERT INTO `t` VALUES~(2,'b'),~(3,'c');          | INSERT INTO `t` VALUES~(3,'c');
          INSERT INTO `t` (`id`, `v`) VALUES (2,'b'),~(3,'c'); | INSERT INTO `t` (`id`, `v`) VALUES (3,'c');
          REPLACE INTO `t` VALUES (1,'a'),(2,'b');          | REPLACE INTO `t` VALUES (1,'a');
          INSERT IGNORE INTO `t` VALUES (2,'b'),(3,'c');    | INSERT IGNORE INTO `t` VALUES (3,'c');
          INSERT DELAYED IGNORE INTO t VALUES (2,'b'),(3,'c'); | INSERT DELAYED IGNORE INTO t VALUES (3,'c');
          INSERT INTO "t" VALUES (2,'b'),(3,'c');           | INSERT INTO "t" VALUES (3,'c');
          INSERT INTO `d`.`t` VALUES (2,'b'),(3,'c');       | INSERT INTO `d`.`t` VALUES (3,'c');
          INSERT INTO `t` VALUES (2,'b');~INSERT INTO `t` VALUES (3,'c'); | INSERT INTO `t` VALUES (3,'c');
          INSERT INTO `t` VALUES (1,'),(2,''b''');          | INSERT INTO `t` VALUES (1,'),(2,''b''');
          """)
  void takesOutRowTwo(String in, String out) throws IOException {
    String before = "SET sql_mode='%s';\n".formatted(in.contains("\"") ? "ANSI" : "");
    String after = "UNLOCK TABLES;\n";
    assertThat(without2(before + in.replace('~', '\n') + "\n" + after))
        .isEqualTo(before + out.replace('~', '\n') + "\n" + after);
  }

  @Test
  void readsStringsInDoubleQuotes() throws IOException {
    String dump =
        "CREATE TABLE `t` (`a` int, `b` text);\n"
            + "INSERT INTO `t` VALUES(1,\"a\\\"b'\"\"c),(\"),(2,\"x\");\n";
    List<String> read = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Mysqldump()
        .rewrite(
            new ByteArrayInputStream(DumpText.bytes(dump)),
            out,
            Deciders.everywhere(
                row -> {
                  read.add(row.text(1));
                  return row.text(0).equals("2") ? Decision.DROP : Decision.KEEP;
                }));
    assertThat(read).containsExactly("a\"b'\"c),(", "x");
    assertThat(out).hasToString(dump.replace(",(2,\"x\")", ""));
  }

  @Test
  void keepsTheLineEndsOfWindows() throws IOException {
    String dump = "INSERT INTO `t` VALUES\r\n(2,'b');\r\nINSERT INTO `t` VALUES\r\n(3,'c');\r\n";
    assertThat(without2(dump)).isEqualTo("INSERT INTO `t` VALUES\r\n(3,'c');\r\n");
  }

  @Test
  void readsNamesFromTheStatementOrElseFromTheDeclaration() throws IOException {
    String dump =
        """
        CREATE TABLE `t` (`a` int, `b` int);
        INSERT INTO `t` VALUES (1,2);
        INSERT INTO `t` (`b`, row_start) VALUES (1,2);
        INSERT INTO `u` VALUES (1,2);
        """;
    assertThat(sources(dump))
        .extracting(s -> s.table().toString(), RowSource::columns, s -> s.declared().isPresent())
        .containsExactly(
            tuple("t", List.of("a", "b"), true),
            tuple("t", List.of("b", "row_start"), true),
            tuple("u", List.of(), false));
  }

  @Test
  void followsUseAcrossDatabases() throws IOException {
    String dump =
        """
        CREATE DATABASE /*!32312 IF NOT EXISTS*/ `a``b` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;
        USE `a``b`;
        INSERT INTO `t` VALUES (1);
        USE plain;
        INSERT INTO `t` VALUES (1);
        """;
    assertThat(sources(dump))
        .extracting(RowSource::table)
        .containsExactly(new DumpTableName("a`b", "t"), new DumpTableName("plain", "t"));
  }

  @Test
  void anInsertInATriggerRoutineOrCommentIsNoRow() throws IOException {
    String dump =
        """
        DELIMITER ;;
        /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER x BEFORE INSERT ON t
        FOR EACH ROW BEGIN
        INSERT INTO `t` VALUES (2,'b');
        END */;;
        CREATE PROCEDURE `p`() BEGIN -- it's
        INSERT INTO `t` VALUES (2,'b'); SELECT 'DELIMITER ;
        INSERT INTO `t` VALUES (2)'; /* isn't */ END ;;
        DELIMITER ;
        -- INSERT INTO `t` VALUES (2,'b');
        /* INSERT INTO `t` VALUES (2,'b'); */
        CREATE TABLE `u` (`a` int COMMENT 'it''s ;
        INSERT INTO `t` VALUES (2);');
        INSERT INTO `t` VALUES (2,'b');
        """;
    assertThat(sources(dump)).hasSize(1);
    assertThat(without2(dump)).isEqualTo(dump.substring(0, dump.lastIndexOf("INSERT")));
  }

  @Test
  void changesValuesInPlace() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("n", 7);
    values.put("t", "O'Neil\n");
    values.put("b", new byte[] {0, (byte) 0xff});
    values.put("z", null);
    values.put("d", java.time.LocalDate.of(2020, 1, 1));
    values.put("w", java.time.LocalDateTime.of(2020, 1, 1, 2, 3, 4));
    values.put("y", true);
    String head = "INSERT INTO `t` (`k`,`n`,`t`,`b`,`z`,`d`,`w`,`y`) VALUES ";
    String row = "(2, 1,'x',_binary 'x','x','x','x',0)";
    assertThat(
            rewrite(head + row + ",(3,1,'x','x','x','x','x',0);\n", Deciders.changing("2", values)))
        .isEqualTo(
            head
                + "(2,7,'O\\'Neil\\n',0x00FF,NULL,'2020-01-01','2020-01-01 02:03:04',1)"
                + ",(3,1,'x','x','x','x','x',0);\n");
  }

  @Test
  void writesNewValuesInTheCharacterSetAndModeOfTheDump() throws IOException {
    String dump =
        "SET NAMES latin1;\nSET sql_mode='NO_BACKSLASH_ESCAPES';\nINSERT INTO t (k,v) VALUES ";
    byte[] in = (dump + "('2\\','x');\n").getBytes(ISO_8859_1);
    RowDecider decider = Deciders.changing("2\\", Map.of("v", "é'\\"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Mysqldump().rewrite(new ByteArrayInputStream(in), out, decider);
    assertThat(out.toString(ISO_8859_1)).isEqualTo(dump + "('2\\','é''\\');\n");
  }

  private static List<RowSource> sources(String dump) throws IOException {
    List<RowSource> sources = new ArrayList<>();
    rewrite(
        dump,
        Deciders.everywhere(
            row -> {
              sources.add(row.source());
              return Decision.KEEP;
            }));
    return sources;
  }

  private static String without2(String dump) throws IOException {
    return rewrite(dump, Deciders.dropping("2"));
  }

  private static String rewrite(String dump, RowDecider decider) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Mysqldump().rewrite(new ByteArrayInputStream(DumpText.bytes(dump)), out, decider);
    return out.toString(java.nio.charset.StandardCharsets.UTF_8);
  }
}
