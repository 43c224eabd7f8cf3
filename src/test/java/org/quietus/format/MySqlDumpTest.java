package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.mysqldump.Mysqldump;

/**
 * What MySQL's own {@code mysqldump} 8.0 writes. The program itself cannot be run in these tests
 * (its binaries are in no registry), so the dump was written by hand from the reference manual
 * (<i>mysqldump — A Database Backup Program</i>) and the program's published source; {@code
 * mariadb-dump} runs for real in {@link MariaDbDumpTest}.
 */
class MySqlDumpTest {
  private static byte[] dump = {};

  @BeforeAll
  static void load() throws IOException {
    try (InputStream in = MySqlDumpTest.class.getResourceAsStream("/dumps/mysqldump-8.sql")) {
      dump = in.readAllBytes();
    }
  }

  @Test
  void keepingAllCopiesEveryByte() throws IOException {
    assertThat(rewrite(Deciders.keepAll())).isEqualTo(dump);
  }

  @Test
  void readsTheRowsAndNothingElse() throws IOException {
    List<String> rows = new ArrayList<>();
    Reading reading =
        new Mysqldump()
            .scan(
                new ByteArrayInputStream(dump),
                new EveryRow(row -> rows.add(row.source().table() + " " + row.text(0))));
    assertThat(rows)
        .containsExactly(
            "shop.customer 1",
            "shop.customer 2",
            "shop.customer 3",
            "shop.note called\nback",
            "shop.note 漢字 😀");
    assertThat(reading.ending()).isEqualTo(Ending.TRAILER);
    assertThat(reading.bytes()).isEqualTo(dump.length);
    assertThat(reading.schema().positioned()).isTrue();
  }

  @Test
  void readsBinaryValues() throws IOException {
    List<byte[]> values = new ArrayList<>();
    new Mysqldump()
        .scan(
            new ByteArrayInputStream(dump),
            new EveryRow(
                row -> {
                  if (row.source().table().table().equals("customer")) {
                    values.add(row.bytes(row.source().indexOf("photo")));
                    values.add(row.bytes(row.source().indexOf("flags")));
                  }
                }));
    assertThat(values)
        .containsExactly(
            new byte[] {0, '\'', '(', 0x1a, '\\'},
            new byte[] {0},
            null,
            new byte[] {1, (byte) 0xff},
            new byte[] {(byte) 0x89, 'P', 'N', 'G'},
            new byte[] {1, 1});
  }

  @Test
  void knowsGeneratedColumnsThatTheRowsLackAndLeavesViewsOut() throws IOException {
    DumpSchema schema =
        new Mysqldump().scan(new ByteArrayInputStream(dump), new EveryRow(row -> {})).schema();
    assertThat(schema.tables().keySet())
        .containsExactly(new DumpTableName("shop", "customer"), new DumpTableName("shop", "note"));
    DumpTable customer = schema.table(new DumpTableName("shop", "customer")).orElseThrow();
    assertThat(customer.primaryKey()).containsExactly("id");
    assertThat(customer.columns())
        .extracting(DumpColumn::name)
        .containsExactly(
            "id", "email", "email_domain", "photo", "flags", "place", "settings", "hidden");
    assertThat(customer.column("email_domain").orElseThrow().generated()).isTrue();
  }

  @Test
  void takesAPersonOutAndChangesAnother() throws IOException {
    RowDecider decider =
        Deciders.only(
            List.of("customer"),
            row ->
                "2".equals(row.text(0))
                    ? Decision.DROP
                    : Decision.change(Map.of("email", "x-" + row.text(0) + "@invalid")));
    String text = latin1(dump);
    int second = text.indexOf(",(2,'bo@");
    int third = text.indexOf(",(3,NULL");
    String expected = text.substring(0, second) + text.substring(third);
    expected =
        expected
            .replace("(1,'ann@example.org',", "(1,'x-1@invalid',")
            .replace(",(3,NULL,", ",(3,'x-3@invalid',");
    assertThat(latin1(rewrite(decider))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"customer", "no table at all"})
  void cutAnywhereItIsNeverGood(String wanted) {
    RowDecider decider = Deciders.only(List.of(wanted), row -> Decision.KEEP);
    for (int length = 0; length < dump.length; length++) {
      byte[] cut = Arrays.copyOf(dump, length);
      assertThatThrownBy(
              () ->
                  new Mysqldump()
                      .rewrite(
                          new ByteArrayInputStream(cut), OutputStream.nullOutputStream(), decider))
          .as("cut at byte %d of %d", length, dump.length)
          .isInstanceOfAny(Truncated.class, NotADump.class);
    }
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] rewrite(RowDecider decider) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Mysqldump().rewrite(new ByteArrayInputStream(dump), out, decider);
    return out.toByteArray();
  }
}
