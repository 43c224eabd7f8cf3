package org.quietus.backup.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
