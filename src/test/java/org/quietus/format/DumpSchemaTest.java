package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.mysqldump.Mysqldump;

class DumpSchemaTest {

  @Test
  void readsColumnsTypesAndKeys() throws IOException {
    DumpTable table =
        only(
            """
            CREATE TABLE `we``ird` (
              `id` bigint(20) unsigned zerofill NOT NULL AUTO_INCREMENT,
              `e` enum('x','y)','it''s') DEFAULT 'a),(b',
              `d` decimal(10,3) NOT NULL DEFAULT 0.000 COMMENT 'PRIMARY KEY (`no`), GENERATED',
              `g` int GENERATED ALWAYS AS ((`id` + length('),('))) STORED NOT NULL,
              `h` int(11) AS (`id` * 2) VIRTUAL,
              `p` geometry NOT NULL /*!80003 SRID 4326 */,
              `i` int DEFAULT NULL /*!80023 INVISIBLE */,
              PRIMARY KEY (`id`,`e`(10) DESC),
              UNIQUE KEY `u` (`d`),
              FULLTEXT KEY `f` (`e`),
              VECTOR KEY `v` (`p`) `M`=6,
              CONSTRAINT `c` FOREIGN KEY (`d`) REFERENCES `x` (`y`) ON DELETE CASCADE,
              CONSTRAINT `k` CHECK (`d` > 0 and `e` <> ','),
              PERIOD FOR SYSTEM_TIME (`a`, `b`)
            ) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COMMENT='`z` int, (';
            """);
    assertThat(table.name()).isEqualTo(new DumpTableName(null, "we`ird"));
    assertThat(table.primaryKey()).containsExactly("id", "e");
    assertThat(table.columns())
        .containsExactly(
            new DumpColumn("id", "bigint(20) unsigned zerofill", false, true, Filling.UNKNOWN),
            new DumpColumn(
                "e", "enum('x','y)','it''s')", true, true, new Filling.Constant("a),(b")),
            new DumpColumn("d", "decimal(10,3)", false, true, Filling.UNKNOWN),
            new DumpColumn(
                "g",
                "int",
                false,
                true,
                new Filling.Generated(Optional.empty(), Set.of("id", "length"))),
            new DumpColumn(
                "h",
                "int(11)",
                true,
                true,
                new Filling.Generated(Optional.empty(), Set.of("id", "2"))),
            new DumpColumn("p", "geometry", false, true, Filling.UNKNOWN),
            new DumpColumn("i", "int", true, false, new Filling.Constant(null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- CHANGE MASTER TO MASTER_LOG_FILE='bin.000001', MASTER_LOG_POS=4;\n",
        "CHANGE MASTER 'second' TO MASTER_LOG_FILE='bin.000001', MASTER_LOG_POS=4;\n",
        "CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE='bin.000001', SOURCE_LOG_POS=157;\n",
        "-- CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE='bin.000001', SOURCE_LOG_POS=157;\n",
        "SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5';\n",
        "/* SET @@GLOBAL.GTID_PURGED='+3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5';*/\n",
        "SET GLOBAL gtid_slave_pos='0-1-7';\n",
        "-- SET GLOBAL gtid_slave_pos='0-1-7';\n",
        "/*!100100 SET GLOBAL gtid_slave_pos='0-1-7' */;\n",
      })
  void tellsFromWhichPositionBinaryLogsGoOn(String position) throws IOException {
    assertThat(schema(position + "CREATE TABLE t (id int);\n").positioned()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- Position to start replication or point-in-time recovery from\n",
        "SET @@SESSION.SQL_LOG_BIN= 0;\n",
        "SET @gtid = 'gtid_slave_pos';\n",
        "INSERT INTO note VALUES ('-- CHANGE MASTER TO MASTER_LOG_POS=4', 'CHANGE MASTER TO x');\n",
      })
  void takesNothingElseForSuchAPosition(String other) throws IOException {
    assertThat(schema(other + "CREATE TABLE t (id int);\n").positioned()).isFalse();
  }

  @Test
  void readsBareNames() throws IOException {
    DumpTable table =
        only(
            "CREATE TABLE /*!32312 IF NOT EXISTS*/ d.t (id int PRIMARY KEY, period int, v"
                + " text);\n");
    assertThat(table.name()).isEqualTo(new DumpTableName("d", "t"));
    assertThat(table.columns()).extracting(DumpColumn::name).containsExactly("id", "period", "v");
    assertThat(table.primaryKey()).containsExactly("id");
    assertThat(table.column("ID")).isPresent();
  }

  @Test
  void leavesViewsAndTheirPlaceholdersOut() throws IOException {
    String dump =
        """
        /*!50001 CREATE TABLE `v` (`id` tinyint NOT NULL) ENGINE=MyISAM */;
        /*!50001 CREATE VIEW `w` AS SELECT
         1 AS `id` */;
        /*!50001 CREATE ALGORITHM=UNDEFINED */
        /*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
        /*!50001 VIEW `v` AS select 1 AS `id` */;
        CREATE SEQUENCE `s` start with 1;
        """;
    assertThat(schema(dump).tables()).isEmpty();
  }

  @Test
  void keepsTablesOfTheSameNameApartByDatabase() throws IOException {
    DumpSchema schema =
        schema("USE a;\nCREATE TABLE t (x int);\nUSE b;\nCREATE TABLE t (y int);\n");
    assertThat(schema.table(new DumpTableName("a", "t")).orElseThrow().column("x")).isPresent();
    assertThat(schema.table(new DumpTableName("b", "t")).orElseThrow().column("x")).isEmpty();
    assertThat(schema.table(new DumpTableName(null, "t"))).isEmpty();
  }

  @Test
  void tellsOfWhichTablesOnlyChosenRowsFollowTheirDeclarations() throws IOException {
    DumpSchema schema =
        schema(
            """
            CREATE TABLE `a` (`x` int);
            CREATE TABLE `B``b` (`x` int);
            CREATE TABLE `c` (`x` int);
            -- Dumping data for table `a`
            --
            -- WHERE:  x > 1

            INSERT INTO `a` VALUES (2);
            -- Dumping data for table `b``b`
            -- WHERE:  x > 1
            -- Dumping data for table `c`
            -- WHERE:  1
            INSERT INTO `c` VALUES (2);
            """);
    assertThat(schema.filtered().keySet())
        .containsExactlyInAnyOrder(new DumpTableName(null, "a"), new DumpTableName(null, "B`b"));
  }

  @Test
  void readsNamesInCommentsAsThoseInStatements() throws IOException {
    String dump =
        """
        -- MySQL dump 10.13  Distrib 8.0.36
        SET NAMES latin1;
        CREATE TABLE `größe` (`x` int);
        -- Dumping data for table `größe`
        -- WHERE:  x > 1
        CREATE TABLE `maß` (`x` int);
        -- Dumping data for table `maß`
        SET sql_mode = 'ANSI';
        CREATE TABLE "der "" Ort" ("x" int);
        -- Dumping data for table "der "" Ort"
        -- Dump completed
        """;
    DumpSchema schema = schema(dump.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(schema.filtered().keySet()).containsExactly(new DumpTableName(null, "größe"));
    assertThat(schema.announced()).isEqualTo(schema.tables().keySet()).hasSize(3);
  }

  private static DumpTable only(String dump) throws IOException {
    return List.copyOf(schema(dump).tables().values()).get(0);
  }

  private static DumpSchema schema(String dump) throws IOException {
    return schema(DumpText.bytes(dump));
  }

  private static DumpSchema schema(byte[] dump) throws IOException {
    return new Mysqldump().scan(new ByteArrayInputStream(dump), new EveryRow(row -> {})).schema();
  }
}
