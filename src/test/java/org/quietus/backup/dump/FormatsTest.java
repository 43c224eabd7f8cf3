package org.quietus.backup.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTableName;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;

/** Which schema of a dump is the database's, by the URL of the database. */
class FormatsTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h:5432/shop,public",
    "jdbc:postgresql://h:5432/shop?sslmode=require,public",
    "jdbc:postgresql://h:5432/shop?currentSchema=crm,crm",
    "jdbc:postgresql://h:5432/shop?a=b&currentSchema=CRM&c=d,crm",
    "jdbc:postgresql://h:5432/shop?currentSchema=%22Crm+1%22,Crm 1",
    "'jdbc:postgresql://h:5432/shop?currentSchema=%22$user%22,crm,public',crm",
  })
  void aTableOfTheDatabasesSchemaHasNoOtherName(String url, String schema) throws IOException {
    String dump =
        "\\connect shop\nCREATE TABLE \"%s\".a (b text);\nCREATE TABLE x.a (b text);\n"
            .formatted(schema);
    assertThat(
            Formats.named("pg_dump", url)
                .orElseThrow()
                .scan(new ByteArrayInputStream(dump.getBytes(UTF_8)), NOTHING)
                .schema()
                .tables())
        .containsOnlyKeys(new DumpTableName(null, "a"), new DumpTableName("x", "a"));
  }

  @ParameterizedTest
  @CsvSource({
    "-- Host: h    Database: rental|CREATE TABLE a (b int);,rental",
    "-- Host: h    Database: rental|CREATE TABLE a (b int);|USE `shop`;|CREATE TABLE c (b"
        + " int);,rental shop",
    "-- Host: h    Database: rental|CREATE TABLE a (b int);|CREATE TABLE shop.c (b int);,rental"
        + " shop",
    "-- Host: h    Database: rental|USE `rental`;|CREATE TABLE a (b int);|USE `shop`;|CREATE TABLE"
        + " c (b int);,shop",
    "CREATE TABLE a (b int);,''",
  })
  void aDumpSaysWhichDatabasesItsTablesAreInThatMayBeTheShops(String dump, String names)
      throws IOException {
    assertThat(
            Formats.named("mysqldump", "jdbc:mysql://h/shop")
                .orElseThrow()
                .scan(
                    new ByteArrayInputStream((dump.replace("|", "\n") + "\n").getBytes(UTF_8)),
                    NOTHING)
                .schema()
                .databases())
        .containsExactlyInAnyOrder(names.isEmpty() ? new String[0] : names.split(" "));
  }

  /** By which a dump of another product is told from the shop's. */
  @ParameterizedTest
  @CsvSource({
    "'',rental,rental",
    "'\\connect shop',rental,rental",
    "'\\connect shop',public,",
    "'',public,",
    "'\\connect template1;\\connect rental',public,rental.public",
    "'\\connect -reuse-previous=on \"dbname=''my db''\"',a,my db.a",
  })
  void aDumpSaysAtItsBeginningWhichDatabaseItsTablesAreIn(
      String connect, String schema, @Nullable String name) throws IOException {
    byte[] dump =
        "%s\n--\n-- Name: a; Type: TABLE; Schema: %s; Owner: -\n--\n\nCREATE TABLE %s.a (b text);\n"
            .formatted(connect.replace(";", "\n"), schema, schema)
            .getBytes(UTF_8);
    DumpFormat format = Formats.named("pg_dump", "jdbc:postgresql://h/shop").orElseThrow();

    Optional<String> said = format.database(new ByteArrayInputStream(dump));

    assertThat(
            DumpTables.database(
                List.of(format.scan(new ByteArrayInputStream(dump), NOTHING).schema())))
        .isEqualTo(Optional.ofNullable(name));
    assertThat(said).contains(name == null ? schema : name);
    assertThat(format.isHome(said.orElseThrow())).isFalse();
  }

  @Test
  void knowsNoOtherName() {
    assertThat(Formats.named("opaque", "")).isEmpty();
  }

  private static final RowVisitor NOTHING =
      new RowVisitor() {
        @Override
        public boolean wants(RowSource source) {
          return false;
        }

        @Override
        public void visit(Row row) {}
      };
}
