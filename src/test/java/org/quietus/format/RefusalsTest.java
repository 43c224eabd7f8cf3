package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.mysqldump.Mysqldump;

/** What is refused, each by its name, and without a value in the message. */
class RefusalsTest {
  private static final String SECRET = "canary@example.org";

  @Test
  void refusesWhatIsNoDump() {
    assertThat(refusal("   \n\n")).isInstanceOf(NotADump.class);
    assertThat(refusal("-- only a comment\n")).isInstanceOf(NotADump.class);
    assertThat(refusal("1\t" + SECRET + "\n2\tb\n")).isInstanceOf(NotADump.class);
    assertThat(refusal("id,email\n1," + SECRET + "\n")).isInstanceOf(NotADump.class);
  }

  @Test
  void refusesOtherFormatsOfTheSameTools() {
    assertThat(refusal("<?xml version=\"1.0\"?>\n<mysqldump>"))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("--xml");
    assertThat(refusal("/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='' */;\n"))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("--tab");
    byte[] utf16 = ("\ufeff-- MySQL dump\n").getBytes(StandardCharsets.UTF_16LE);
    assertThat(refusal(utf16)).isInstanceOf(UnsupportedDump.class).hasMessageContaining("UTF-16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gbk", "sjis", "big5", "cp932", "gb18030", "binary", "nosuch"})
  void refusesCharacterSetsInWhichABackslashIsHalfACharacter(String charset) {
    for (String set : List.of("SET NAMES ", "SET character_set_client = ")) {
      assertThat(refusal("/*!40101 " + set + charset + " */;\n"))
          .isInstanceOf(UnsupportedDump.class)
          .hasMessageContaining(charset);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t SELECT 'canary@example.org';",
        "INSERT INTO t SET a='canary@example.org';",
        "INSERT INTO t VALUES (UPPER('canary@example.org'));",
        "INSERT INTO t VALUES ('canary@example.org') ON DUPLICATE KEY UPDATE a='x';",
        "INSERT INTO t VALUES ('canary@example.org') AS n;",
        "INSERT INTO t VALUES (1, /* canary@example.org */ 2);",
        "INSERT INTO t VALUES (1, -- canary@example.org\n 2);",
        "SET sql_mode=ANSI; INSERT INTO t VALUES (\"canary@example.org\");",
        "SET sql_mode=1048576;",
        "SET @OLD_SQL_MODE=@@SQL_MODE; SET sql_mode=CONCAT(@OLD_SQL_MODE,',ANSI');",
        "INSERT INTO t PARTITION (p) VALUES ('canary@example.org');",
        "/*!50003 INSERT INTO t VALUES ('canary@example.org') */;",
        "UPDATE t SET a='canary@example.org';",
        "LOAD DATA INFILE 'canary@example.org' INTO TABLE t;",
        "CALL p('canary@example.org');",
        "PREPARE s FROM 'INSERT INTO t VALUES (''canary@example.org'')';",
        "EXECUTE IMMEDIATE 'INSERT INTO t VALUES (''canary@example.org'')';",
        "EXECUTE s USING 'canary@example.org';",
        "CREATE TABLE t AS SELECT 'canary@example.org' AS a;",
        "CREATE TABLE t (a text) SELECT 'canary@example.org' AS a;",
        "CREATE TABLE t (SELECT 'canary@example.org' AS a);",
        "CREATE TABLE t (a text) ENGINE=InnoDB AS (SELECT 'canary@example.org' AS a);",
        "CREATE TABLE t (a text) VALUES ROW('canary@example.org');",
        "CREATE TABLE t (a text) TABLE u;",
        "/*!50001 CREATE TABLE t SELECT 'canary@example.org' AS a */;",
        "BEGIN NOT ATOMIC INSERT INTO t VALUES ('canary@example.org'); END;",
        "ANALYZE INSERT INTO t VALUES ('canary@example.org');",
        "ANALYZE TABLE t UPDATE HISTOGRAM ON a USING DATA '[\"canary@example.org\"]';",
        "DELETE FROM t WHERE a = 'canary@example.org';",
        "RENAME TABLE t TO u;",
        "ALTER TABLE t RENAME TO u;",
        "ALTER TABLE t CHANGE a b text;",
        "ALTER TABLE t IMPORT TABLESPACE;",
        "CREATE TABLE t (a int, b int); INSERT INTO t VALUES ('canary@example.org');",
        "SET sql_mode=CONCAT('canary@example.org');",
        "SET sql_mode := 'ANSI'; INSERT INTO t VALUES (\"canary@example.org\");",
        "SET @m=@@sql_mode; SET @m='ANSI'; SET sql_mode=@m;",
        "SET STATEMENT sql_log_bin=0 FOR INSERT INTO t VALUES ('canary@example.org');",
        "use shop\nINSERT INTO t VALUES ('canary@example.org');",
        "SELECT 1\\G\nINSERT INTO t VALUES ('canary@example.org');",
        "INSERT INTO u VALUES (1)\\g INSERT INTO t VALUES ('canary@example.org');",
        "canary@example.org;"
      })
  void refusesStatementsThatDumpsDoNotHold(String statement) {
    assertThat(refusal("UNLOCK TABLES;\n" + statement + "\n")).isInstanceOf(UnsupportedDump.class);
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatItIsInsteadOfADump(ForeignFile file) {
    assertThat(refusal(Arrays.copyOf(file.magic(), 64)))
        .isInstanceOf(NotADump.class)
        .hasMessageContaining(file.refusal());
    byte[] bytes = Arrays.copyOf(file.magic(), 64);
    assertThatThrownBy(() -> Compression.refuse(bytes, 0, bytes.length))
        .hasMessageContaining(file.refusal());
  }

  /** As the tools write them with all databases. */
  @Test
  void refusesStatisticsThatHoldValuesOfRows() throws IOException {
    for (String head :
        List.of(
            "USE `mysql`;\nINSERT INTO `column_stats`",
            "USE `mysql`;\nREPLACE INTO `Column_stats`",
            "INSERT INTO mysql.column_stats")) {
      assertThat(refusal(head + " VALUES ('shop','t','a','canary@example.org');\n"))
          .isInstanceOf(UnsupportedDump.class)
          .hasMessageContaining("--ignore-table=mysql.column_stats");
    }
    byte[] others = DumpText.bytes("USE `shop`;\nINSERT INTO `column_stats` VALUES (1);\n");
    assertThat(rewrite(new Mysqldump(), others, Deciders.keepAll()).bytesOut())
        .isEqualTo(others.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE LOW_PRIORITY `t` SET a='canary@example.org';",
        "LOAD DATA LOCAL INFILE 'canary@example.org' REPLACE INTO TABLE `t` (a);",
        "INSERT INTO `t` SELECT 'canary@example.org';",
        "INSERT IGNORE INTO `t` SET a='canary@example.org';",
        "REPLACE `t` SELECT * FROM u;",
        "CREATE TABLE IF NOT EXISTS `t` AS SELECT 'canary@example.org' AS a;",
        "ALTER TABLE `t` RENAME TO u;"
      })
  void namesTheTableThatAStatementMayBringRowsInto(String statement) {
    BadDump refused = refusal("UNLOCK TABLES;\n" + statement + "\n");
    assertThat(refused.table()).isEqualTo(new DumpTableName(null, "t"));
    assertThat(refused.offset()).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE `t` DISABLE KEYS;",
        "SET GLOBAL sql_mode='ANSI'; INSERT INTO t VALUES (\"a\");",
        "SET @@GLOBAL.sql_mode='ANSI', NAMES utf8mb4; INSERT INTO t VALUES (\"a\");",
        "SET @OLD_SQL_NOTES=@@SQL_NOTES; SET SQL_NOTES=IFNULL(@OLD_SQL_NOTES, 1);",
        "ALTER TABLE t ADD PRIMARY KEY (id), MODIFY id int AUTO_INCREMENT, RENAME INDEX a TO b;",
        "DELETE FROM t;",
        "TRUNCATE TABLE t;",
        "USE `shop` ;",
        "SET @a := 1;",
        "CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW SET @a = 'a\\\\', @b = `\\`;",
        "BEGIN;",
        "BEGIN WORK;",
        "ANALYZE TABLE t;",
        "DO SETVAL(s, 1, 0);",
        "/*M!100203 EXECUTE IMMEDIATE CONCAT('SET ROLE ', @current_role) */;",
        "CREATE TABLE p (a int) PARTITION BY RANGE (a) (PARTITION x VALUES LESS THAN (5));"
      })
  void passesWhatLeavesRowsAlone(String statement) throws IOException {
    String dump = "UNLOCK TABLES;\n" + statement + "\n";
    assertThat(rewrite(new Mysqldump(), DumpText.bytes(dump), Deciders.keepAll()).bytesOut())
        .isEqualTo(dump.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*!50112 SELECT COUNT(*) INTO @is_rocksdb_supported FROM"
            + " INFORMATION_SCHEMA.SESSION_VARIABLES WHERE VARIABLE_NAME='rocksdb_bulk_load' */;\n"
            + "/*!50112 SET @save_old_rocksdb_bulk_load = IF (@is_rocksdb_supported, 'SET"
            + " @old_rocksdb_bulk_load = @@rocksdb_bulk_load', 'SET @dummy_old_rocksdb_bulk_load ="
            + " 0') */;\n"
            + "/*!50112 PREPARE s FROM @save_old_rocksdb_bulk_load */;\n"
            + "/*!50112 EXECUTE s */;\n"
            + "/*!50112 SET @enable_bulk_load = IF (@is_rocksdb_supported, 'SET SESSION"
            + " rocksdb_bulk_load = 1', 'SET @dummy_rocksdb_bulk_load = 0') */;\n"
            + "/*!50112 PREPARE s FROM @enable_bulk_load */;\n"
            + "/*!50112 EXECUTE s */;\n"
            + "/*!50112 DEALLOCATE PREPARE s */;",
        "/*!50112 SET @disable_bulk_load = IF (@is_rocksdb_supported, 'SET SESSION"
            + " rocksdb_bulk_load = @old_rocksdb_bulk_load', 'SET @dummy_rocksdb_bulk_load = 0')"
            + " */;\n"
            + "/*!50112 PREPARE s FROM @disable_bulk_load */;\n"
            + "/*!50112 EXECUTE s */;\n"
            + "/*!50112 DEALLOCATE PREPARE s */;",
        "/*!50717 SELECT COUNT(*) INTO @rocksdb_has_p_s_session_variables FROM"
            + " INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'performance_schema' AND TABLE_NAME"
            + " = 'session_variables' */;\n"
            + "/*!50717 SET @rocksdb_get_is_supported = IF (@rocksdb_has_p_s_session_variables,"
            + " 'SELECT COUNT(*) INTO @rocksdb_is_supported FROM"
            + " performance_schema.session_variables WHERE VARIABLE_NAME=\\'rocksdb_bulk_load\\'',"
            + " 'SELECT 0') */;\n"
            + "/*!50717 PREPARE s FROM @rocksdb_get_is_supported */;\n"
            + "/*!50717 EXECUTE s */;\n"
            + "/*!50717 DEALLOCATE PREPARE s */;\n"
            + "/*!50717 SET @rocksdb_enable_bulk_load = IF (@rocksdb_is_supported, 'SET SESSION"
            + " rocksdb_bulk_load = 1', 'SET @rocksdb_dummy_bulk_load = 0') */;\n"
            + "/*!50717 PREPARE s FROM @rocksdb_enable_bulk_load */;\n"
            + "/*!50717 EXECUTE s */;\n"
            + "/*!50717 DEALLOCATE PREPARE s */;",
        "/*!50717 SET @rocksdb_bulk_load_var_name='rocksdb_bulk_load' */;\n"
            + "/*!50717 SET @rocksdb_get_is_supported = IF (@rocksdb_has_p_s_session_variables,"
            + " 'SELECT COUNT(*) INTO @rocksdb_is_supported FROM"
            + " performance_schema.session_variables WHERE VARIABLE_NAME=?', 'SELECT 0') */;\n"
            + "/*!50717 PREPARE s FROM @rocksdb_get_is_supported */;\n"
            + "/*!50717 EXECUTE s USING @rocksdb_bulk_load_var_name */;"
      })
  void passesWhatPerconasToolPreparesForBulkLoading(String prepared) throws IOException {
    String dump = "UNLOCK TABLES;\n" + prepared + "\nINSERT INTO `t` VALUES (1,'a');\n";
    assertThat(rewrite(new Mysqldump(), DumpText.bytes(dump), Deciders.keepAll()).bytesOut())
        .isEqualTo(dump.length());
  }

  private static final String ENABLE =
      "/*!50112 SET @enable_bulk_load = IF (@is_rocksdb_supported, 'SET SESSION rocksdb_bulk_load ="
          + " 1', 'SET @dummy_rocksdb_bulk_load = 0') */;";
  private static final String PREPARE = "/*!50112 PREPARE s FROM @enable_bulk_load */;";
  private static final String EXECUTE = "/*!50112 EXECUTE s */;";

  @Test
  void refusesWhatIsOnlyLikeIt() throws IOException {
    assertThat(ending(ENABLE + PREPARE + EXECUTE)).isEqualTo(Ending.UNPROVEN);
    String other = "INSERT INTO t VALUES (''canary@example.org'')";
    for (String dump :
        List.of(
            ENABLE.replace("SET SESSION rocksdb_bulk_load = 1", other) + PREPARE,
            ENABLE.replace("') */", "'), @enable_bulk_load = '" + other + "' */") + PREPARE,
            ENABLE + "SELECT '" + other + "' INTO @enable_bulk_load;" + PREPARE,
            ENABLE + "SET @enable_bulk_load = '" + other + "';" + PREPARE,
            ENABLE.replace("50112", "99999") + PREPARE,
            ENABLE.replace("enable_bulk", "any_bulk") + PREPARE.replace("enable_bulk", "any_bulk"),
            ENABLE + PREPARE.replace("@enable_bulk_load", "'" + other + "'"),
            ENABLE + EXECUTE,
            ENABLE + PREPARE + "UNLOCK TABLES;" + EXECUTE,
            ENABLE + PREPARE + PREPARE,
            ENABLE + PREPARE + EXECUTE + EXECUTE,
            ENABLE + PREPARE + EXECUTE + PREPARE,
            PREPARE,
            EXECUTE)) {
      assertThat(refusal("UNLOCK TABLES;\n" + dump + "\n"))
          .as(dump)
          .isInstanceOf(UnsupportedDump.class);
    }
  }

  @Test
  void takesTheEmptyModeOfATriggerForNoOtherFormat() throws IOException {
    String dump =
        """
        SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO';
        /*!50003 SET @saved_sql_mode = @@sql_mode */ ;
        /*!50003 SET sql_mode = '' */ ;
        /*!50003 SET sql_mode = @saved_sql_mode */ ;
        SET SQL_MODE=@OLD_SQL_MODE;
        """;
    assertThat(ending(dump)).isEqualTo(Ending.SETTINGS_RESTORED);
  }

  @Test
  void missesTheEndOfADumpBehindWhichAnotherBegins() {
    String begun = "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO';\n";
    assertThat(refusal(begun + "UNLOCK TABLES;\n" + begun + "SET SQL_MODE=@OLD_SQL_MODE;\n"))
        .isInstanceOf(Truncated.class)
        .hasMessageContaining("another dump begins");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*!999999\\- enable the sandbox mode */ \nUNLOCK TABLES;\n",
        "/*M!999999\\- enable the sandbox mode */ \nUNLOCK TABLES;\n"
      })
  void readsTheLineThatSwitchesToTheSandbox(String dump) throws IOException {
    assertThat(ending(dump)).isEqualTo(Ending.UNPROVEN);
    BadDump refused =
        refusal(dump + "/*M!999999 INSERT INTO t VALUES ('canary@example.org') */;\n");
    assertThat(refused).isInstanceOf(UnsupportedDump.class);
  }

  @Test
  void namesTheCompressionThatItCannotRead() {
    Map<String, byte[]> compressed =
        Map.of(
            "zstd", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 4, 0},
            "xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0},
            "bzip2", DumpText.bytes("BZh91AY&SY"),
            "zip", DumpText.bytes("PK\003\004\024\000"),
            "lz4", new byte[] {4, 0x22, 0x4d, 0x18, 0x64, 0x40},
            "7-Zip", new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c},
            "gzip", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0});
    compressed.forEach(
        (name, bytes) ->
            assertThat(refusal(bytes))
                .as(name)
                .isInstanceOf(UnsupportedDump.class)
                .hasMessageContaining("compressed with " + name));
  }

  @Test
  void refusesAQuoteThatIsNotEscapedBeforeItJoinsTwoRows() {
    BadDump refused =
        refusal(
            "USE `shop`;\nINSERT INTO `t` VALUES (1,'O'Hara','a'),(2,'b','O'Hara','c'),(3,'d');\n");
    assertThat(refused).isInstanceOf(UnsupportedDump.class).hasMessageContaining("not escaped");
    assertThat(refusal("INSERT INTO `t` VALUES ('a' 1);\n")).isInstanceOf(UnsupportedDump.class);
  }

  @Test
  void readsStringsBesideEachOtherAsOne() throws IOException {
    assertThat(ending("INSERT INTO `t` VALUES ('a' 'b' , _utf8mb4 'c'\n),('d''e','f');\n"))
        .isEqualTo(Ending.UNPROVEN);
  }

  @Test
  void saysWhereItStopped() {
    BadDump refused = refusal("USE `shop`;\nINSERT INTO `t` VALUES (1,'a'),(2,'b') x;\n");
    assertThat(refused.table()).isEqualTo(new DumpTableName("shop", "t"));
    assertThat(refused.offset()).isEqualTo(51);
    assertThat(refused).hasMessage("something other than rows (byte 51, table shop.t)");
  }

  @Test
  void namesATruncation() {
    String insert = "USE a;\nINSERT INTO t VALUES (1,'" + SECRET + "'),(2,'漢');\n";
    for (int length = 8; length < insert.length() - 2; length++) {
      String cut = insert.substring(0, length);
      assertThat(refusal(cut)).as(cut).isInstanceOf(Truncated.class);
    }
    byte[] half = DumpText.bytes("INSERT INTO t VALUES ('漢");
    assertThat(refusal(java.util.Arrays.copyOf(half, half.length - 1)))
        .isInstanceOf(Truncated.class);
  }

  @Test
  void missesTheTrailerWhereTheHeaderPromisesOne() {
    String dump = "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\nUNLOCK TABLES;\n";
    assertThat(refusal(dump)).isInstanceOf(Truncated.class).hasMessageContaining("Dump completed");
    assertThat(refusal(dump + "-- Dump completed on 2026-01-02  3:04:05"))
        .isInstanceOf(Truncated.class);
    assertThat(refusal(dump + dump + "-- Dump completed\n")).isInstanceOf(Truncated.class);
  }

  @Test
  void missesSettingsThatWereNotGivenBack() {
    assertThat(refusal("/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;\n"))
        .isInstanceOf(Truncated.class)
        .hasMessageContaining("settings");
  }

  @Test
  void tellsHowFarTheEndIsProven() throws IOException {
    String settings =
        "SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS;\nSET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS;\n";
    assertThat(ending("-- MySQL dump 10\n" + settings + "-- Dump completed\n"))
        .isEqualTo(Ending.TRAILER);
    assertThat(ending(settings)).isEqualTo(Ending.SETTINGS_RESTORED);
    assertThat(ending("UNLOCK TABLES;\n")).isEqualTo(Ending.UNPROVEN);
  }

  @Test
  void refusesAWantedRowThatIsTooLargeAndPassesAnUnwantedOne() throws IOException {
    String dump = "INSERT INTO t VALUES (1,'" + "x".repeat(2000) + "');\n";
    Mysqldump format = new Mysqldump(1000, Optional.empty());
    assertThatThrownBy(() -> rewrite(format, DumpText.bytes(dump), Deciders.keepAll()))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("a row of table t is larger than 1000 bytes");
    RowDecider others = Deciders.only(List.of("other"), row -> Decision.DROP);
    assertThat(rewrite(format, DumpText.bytes(dump), others).bytesOut()).isEqualTo(dump.length());
  }

  @Test
  void leavesTheSourcesOwnFailureAsItIs() {
    IOException broken = new IOException("reset");
    assertThatThrownBy(
            () ->
                new Mysqldump()
                    .scan(
                        new java.io.InputStream() {
                          @Override
                          public int read() throws IOException {
                            throw broken;
                          }
                        },
                        new EveryRow(row -> {})))
        .isSameAs(broken);
  }

  private static Ending ending(String dump) throws IOException {
    return rewrite(new Mysqldump(), DumpText.bytes(dump), Deciders.keepAll()).reading().ending();
  }

  private static RewriteReport rewrite(Mysqldump format, byte[] dump, RowDecider decider)
      throws IOException {
    return format.rewrite(new ByteArrayInputStream(dump), OutputStream.nullOutputStream(), decider);
  }

  private static BadDump refusal(String dump) {
    return refusal(DumpText.bytes(dump));
  }

  private static BadDump refusal(byte[] dump) {
    try {
      rewrite(new Mysqldump(), dump, Deciders.keepAll());
    } catch (BadDump refused) {
      assertThat(refused.getMessage()).doesNotContain("canary");
      return refused;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("taken as good");
  }
}
