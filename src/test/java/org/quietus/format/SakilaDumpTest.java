package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.format.gzip.GzipCodec;
import org.quietus.format.mysqldump.Mysqldump;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.EnabledIfTestData;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.RestoredDump;

/**
 * Two customers taken out of a gzipped dump of Sakila, a real sample database that stands in the
 * folder {@code QUIETUS_TEST_DATA}.
 */
@EnabledIfServer
@EnabledIfTestData
class SakilaDumpTest {
  private static final Set<String> EMAILS =
      Set.of("MARY.SMITH@sakilacustomer.org", "AUSTIN.CINTRON@sakilacustomer.org");

  @Test
  void theRestOfTheDumpRestoresToTheRestOfTheDatabase() throws Exception {
    byte[] dump = dumpOfSakila();
    Set<String> customers = customers(dump);
    assertThat(customers).containsExactlyInAnyOrder("1", "599");

    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    RewriteReport report;
    try (OutputStream out = new GzipCodec().encode(compressed)) {
      report = new Mysqldump().rewrite(new ByteArrayInputStream(dump), out, without(customers));
    }
    byte[] rest;
    try (InputStream in =
        new GzipCodec().decode(new ByteArrayInputStream(compressed.toByteArray()))) {
      rest = in.readAllBytes();
    }
    assertThat(dropped(report, "customer")).isEqualTo(2);
    assertThat(dropped(report, "rental")).isEqualTo(32 + 19);
    assertThat(dropped(report, "payment")).isEqualTo(32 + 19);
    assertThat(
            report.differencesFrom(
                Deciders.reread(new Mysqldump(), new ByteArrayInputStream(rest), report)))
        .isEmpty();
    assertOnlyLinesOf(customers, dump, rest, report);

    String expected =
        RestoredDump.of(dump, "sakila_original")
            .with(
                """
                DELETE FROM payment WHERE customer_id IN (1, 599);
                DELETE FROM rental WHERE customer_id IN (1, 599);
                DELETE FROM customer WHERE customer_id IN (1, 599);
                """)
            .content();
    assertThat(RestoredDump.of(rest, "sakila_rewritten").content()).isEqualTo(expected);
  }

  /** Every row stands on a line of its own: the lines that are left are the lines that were. */
  private static void assertOnlyLinesOf(
      Set<String> customers, byte[] dump, byte[] rest, RewriteReport report) {
    List<String> before = lines(dump);
    List<String> after = lines(rest);
    int next = 0;
    long gone = 0;
    for (String line : before) {
      if (next < after.size() && after.get(next).equals(line)) {
        next++;
      } else {
        gone++;
        assertThat(customers)
            .anyMatch(id -> line.startsWith("(" + id + ",") || line.contains("," + id + ","));
      }
    }
    assertThat(next).isEqualTo(after.size());
    assertThat(gone)
        .isEqualTo(report.tables().values().stream().mapToLong(TableTally::dropped).sum());
  }

  private static List<String> lines(byte[] dump) {
    return new String(dump, StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.startsWith("(") ? line.replaceAll("[,;]$", "") : line)
        .toList();
  }

  private static long dropped(RewriteReport report, String table) {
    return report.tables().get(new DumpTableName(null, table)).dropped();
  }

  private static Set<String> customers(byte[] dump) throws IOException {
    Set<String> ids = new HashSet<>();
    new Mysqldump()
        .scan(
            new ByteArrayInputStream(dump),
            new EveryRow(
                row -> {
                  int email = row.source().indexOf("email");
                  if (row.source().table().table().equals("customer")
                      && EMAILS.contains(String.valueOf(row.text(email)))) {
                    ids.add(String.valueOf(row.text(row.source().indexOf("customer_id"))));
                  }
                }));
    return ids;
  }

  private static RowDecider without(Set<String> customers) {
    return Deciders.only(
        List.of("customer", "rental", "payment"),
        row ->
            customers.contains(String.valueOf(row.text(row.source().indexOf("customer_id"))))
                ? Decision.DROP
                : Decision.KEEP);
  }

  private static byte[] dumpOfSakila() throws IOException {
    Path folder = Path.of(System.getenv("QUIETUS_TEST_DATA"), "sakila");
    for (String file : List.of("sakila-schema.sql", "sakila-data.sql")) {
      MariaDbPrograms.execute(Files.readAllBytes(folder.resolve(file)));
    }
    List<String> arguments = new ArrayList<>(List.of("--routines", "--triggers", "sakila"));
    return MariaDbPrograms.dump(arguments.toArray(String[]::new));
  }
}
