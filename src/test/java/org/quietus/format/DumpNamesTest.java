package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.format.mysqldump.Mysqldump;

/** A name in a dump means the table that a server would find under it. */
class DumpNamesTest {
  private static final String CREATE = "CREATE TABLE `customer` (`id` int, `email` text);\n";

  @Test
  void aNameWithTheHomeDatabaseIsTheNameWithoutOne() throws IOException {
    for (String dump :
        List.of(
            CREATE + "INSERT INTO `shop`.`customer` VALUES (1,'a');\n",
            CREATE + "USE shop;\nINSERT INTO customer VALUES (1,'a');\n",
            CREATE.replace("`customer`", "`SHOP`.`customer`")
                + "INSERT INTO `customer` VALUES (1,'a');\n",
            "USE other;\nUSE `shop`;\n" + CREATE + "INSERT INTO shop.customer VALUES (1,'a');\n")) {
      assertThat(emails(dump)).as(dump).containsExactly("customer a");
    }
  }

  @Test
  void aNameWithAnotherDatabaseIsAnotherTable() throws IOException {
    assertThat(sources(CREATE + "INSERT INTO `old`.`customer` VALUES (1,'a');\n"))
        .allMatch(source -> source.declared().isEmpty() && source.indexOf("email") < 0);
    assertThat(sources(CREATE + "USE old;\nINSERT INTO `customer` VALUES (1,'a');\n"))
        .allMatch(source -> source.declared().isEmpty());
  }

  @Test
  void aNameInAnotherCaseIsTheOnlyOneThatItCanMean() throws IOException {
    assertThat(emails(CREATE + "INSERT INTO `Customer` VALUES (1,'a');\n"))
        .containsExactly("customer a");
    String both = CREATE + "CREATE TABLE `Customer` (`email` text, `id` int);\n";
    assertThat(emails(both + "INSERT INTO `Customer` VALUES ('a',1);\n"))
        .containsExactly("Customer a");
    assertThat(sources(both + "INSERT INTO `CUSTOMER` VALUES ('a',1);\n"))
        .allMatch(source -> source.declared().isEmpty());
  }

  @Test
  void aTableWhoseColumnsOrDefaultsWereAlteredIsNotTheDeclaredOne() throws IOException {
    for (String alter :
        List.of(
            "ADD `phone` text",
            "ALTER `email` SET DEFAULT 'a'",
            "MODIFY `email` varchar(9) DEFAULT 'a' COMMENT 'b'")) {
      String dump = CREATE + "ALTER TABLE `customer` " + alter + ";\n";
      assertThat(sources(dump + "INSERT INTO `customer` (`id`) VALUES (1);\n"))
          .as(alter)
          .allMatch(source -> source.declared().isEmpty());
    }
    String dump = CREATE + "ALTER TABLE `customer` ADD KEY (`id`), DEFAULT CHARSET=utf8mb4;\n";
    assertThat(emails(dump + "INSERT INTO `customer` VALUES (1,'a');\n"))
        .containsExactly("customer a");
  }

  @Test
  void refusesTwoSpellingsOfTheHomeDatabase() {
    String dump = "USE shop;\n" + CREATE + "USE Shop;\n" + CREATE;
    assertThatThrownBy(() -> sources(dump))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("as shop and as Shop");
  }

  @Test
  void aSecondDumpInTheSameFileHasItsOwnDatabaseAndItsOwnColumns() throws IOException {
    String first = "-- MySQL dump 10\nUSE other;\nCREATE TABLE x (a int);\n-- Dump completed\n";
    String second =
        "-- MySQL dump 10\nCREATE TABLE customer (email text, id int);\n"
            + "INSERT INTO customer VALUES ('b',1);\n-- Dump completed\n";
    String third =
        "-- MySQL dump 10\n" + CREATE + "INSERT INTO customer VALUES (1,'a');\n-- Dump completed\n";
    assertThat(emails(first + second + third)).containsExactly("customer b", "customer a");
    assertThat(scan(first + second + third).declarations())
        .extracting(table -> table.name().toString(), table -> table.columns().get(0).name())
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("other.x", "a"),
            org.assertj.core.api.Assertions.tuple("customer", "email"),
            org.assertj.core.api.Assertions.tuple("customer", "id"));
  }

  @Test
  void aTableLikeAnotherHasItsColumns() throws IOException {
    String dump = CREATE + "CREATE TABLE copy LIKE customer;\nINSERT INTO copy VALUES (1,'a');\n";
    assertThat(emails(dump)).containsExactly("copy a");
  }

  @Test
  void aListOfColumnsLeavesInvisibleOnesOut() throws IOException {
    String dump =
        "CREATE TABLE customer (id int, hidden int INVISIBLE DEFAULT 1, email text);\n"
            + "INSERT INTO customer VALUES (1,'a');\n";
    assertThat(emails(dump)).containsExactly("customer a");
  }

  private static List<String> emails(String dump) throws IOException {
    List<String> emails = new ArrayList<>();
    format()
        .scan(
            new ByteArrayInputStream(DumpText.bytes(dump)),
            new EveryRow(
                row ->
                    emails.add(
                        row.source().table() + " " + row.text(row.source().indexOf("email")))));
    return emails;
  }

  private static Iterable<RowSource> sources(String dump) throws IOException {
    return scan(dump).sources();
  }

  private static DumpSchema scan(String dump) throws IOException {
    return format()
        .scan(new ByteArrayInputStream(DumpText.bytes(dump)), new EveryRow(row -> {}))
        .schema();
  }

  private static Format format() {
    return new Mysqldump(Optional.of("shop"));
  }
}
