package org.quietus.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.cli.demo.DemoPeople;
import org.quietus.cli.demo.DemoShop;

/** The demo as a visitor runs it: the jar, in a process of its own. */
class DemoIT {
  private static final int KILLS = 6;
  private static final String ERASED = "(418, 419)";

  @TempDir Path directory;

  @Test
  void removesExactlyWhatIsDueAndFindsNothingTheSecondTime() throws Exception {
    demo("--prepare-only");
    Map<String, Long> expected = rowsThatStay();
    assertThat(demo()).contains("COMPLETE", "Try next:");
    assertThat(rows()).isEqualTo(expected);
    assertThat(filesThatHoldTheErased()).containsExactly(directory.resolve("erased-persons.txt"));
    assertThat(demo()).contains("nothing was due");
    assertThat(rows()).isEqualTo(expected);
    List<Path> certificates = certificates();
    JarRun first = JarRun.start("certificate", "verify", certificates.get(0).toString());
    assertThat(first.exitCode()).as(first.printed()).isZero();
    for (Path certificate : certificates) {
      CommandRun check =
          CommandRun.onDatabases(Map.of()).run("certificate", "verify", certificate.toString());
      assertThat(check.exitCode()).as(check.err()).isZero();
      assertThat(check.out()).contains("is signed by key").contains("It is entry");
    }
    assertAudited();
  }

  @Test
  @Tag("long")
  void finishesHoweverOftenItIsKilled() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kills at random moments, seed " + seed);
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      JarRun.start("demo", "--dir", directory.toString()).killAfter(1_000 + random.nextInt(9_000));
    }
    demo();
    assertThat(number("SELECT COUNT(*) FROM customer")).isEqualTo(600);
    assertThat(number("SELECT COUNT(*) FROM quietus.request")).isEqualTo(2);
    assertThat(number("SELECT COUNT(*) FROM quietus.request WHERE state <> 'completed'")).isZero();
    assertThat(rows()).isEqualTo(rowsThatStay());
    assertThat(filesThatHoldTheErased()).containsExactly(directory.resolve("erased-persons.txt"));
    assertAudited();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kaiconn", "ciie"})
  @Tag("long")
  void aPacksStoryIsToldToItsEndHoweverOftenItIsKilled(String pack) throws Exception {
    long seed = System.nanoTime();
    System.out.println("kills at random moments, seed " + seed);
    Random random = new Random(seed);
    String[] story = {"demo", "--pack", pack, "--dir", directory.toString()};
    for (int kill = 0; kill < KILLS; kill++) {
      JarRun.start(story).killAfter(1_000 + random.nextInt(14_000));
    }

    JarRun told = JarRun.start(story);

    assertThat(told.exitCode()).as(told.printed()).isZero();
    assertThat(told.printed()).contains("What remains, and until when");
    List<String> erased = Files.readAllLines(directory.resolve("erased-persons.txt"));
    assertThat(erased).isNotEmpty();
    assertThat(filesThatHold(erased)).containsExactly(directory.resolve("erased-persons.txt"));
    assertAudited();
    for (Path certificate : certificates()) {
      CommandRun check =
          CommandRun.onDatabases(Map.of()).run("certificate", "verify", certificate.toString());
      assertThat(check.exitCode()).as(check.err()).isZero();
    }
    JarRun again = JarRun.start(story);
    assertThat(again.exitCode()).isZero();
    assertThat(told.printed().lines()).containsAll(again.printed().lines().toList());
  }

  @Test
  void letsOneAtATimeWork() throws Exception {
    demo("--prepare-only");
    JarRun one = JarRun.start("demo", "--dir", directory.toString());
    JarRun two = JarRun.start("demo", "--dir", directory.toString());
    assertThat(Stream.of(one.exitCode(), two.exitCode())).contains(0).isSubsetOf(0, 5);
    assertThat(rows()).isEqualTo(rowsThatStay());
  }

  private String demo(String... options) throws Exception {
    String[] arguments =
        Stream.concat(Stream.of("demo", "--dir", directory.toString()), Stream.of(options))
            .toArray(String[]::new);
    JarRun run = JarRun.start(arguments);
    assertThat(run.exitCode()).as(run.printed()).isZero();
    return run.printed();
  }

  /** By SQL of its own; a row that has gone already changes nothing in what has to stay. */
  private Map<String, Long> rowsThatStay() throws SQLException {
    LocalDate today = LocalDate.now(ZoneId.of("Europe/Berlin"));
    String order =
        " ordered_at >= DATE '%s' AND customer_id NOT IN %s".formatted(today.minusYears(3), ERASED);
    Map<String, Long> rows = new TreeMap<>();
    rows.put(
        "visit",
        number(
            "SELECT COUNT(*) FROM visit WHERE visited_at >= DATE '%s'"
                    .formatted(today.minusMonths(6))
                + " AND (customer_id IS NULL OR customer_id NOT IN "
                + ERASED
                + ")"));
    rows.put(
        "chat_message",
        number(
            "SELECT COUNT(*) FROM chat_message WHERE sent_at >= DATE '%s'"
                    .formatted(today.minusYears(1))
                + " AND customer_ref NOT IN "
                + ERASED));
    rows.put("orders", number("SELECT COUNT(*) FROM orders WHERE" + order));
    for (String part : new String[] {"order_item", "payment"}) {
      rows.put(
          part,
          number(
              "SELECT COUNT(*) FROM %s WHERE order_id IN (SELECT id FROM orders WHERE %s)"
                  .formatted(part, order)));
    }
    rows.put(
        "invoice",
        number(
            "SELECT COUNT(*) FROM invoice WHERE issued_at >= DATE '%s'"
                .formatted(today.minusYears(10))));
    rows.put(
        "customers with a name",
        number(
            "SELECT COUNT(*) FROM customer WHERE anonymised_at IS NULL AND id NOT IN %s"
                    .formatted(ERASED)
                + " AND NOT (status = 'closed' AND COALESCE(closed_at < DATE '%s', FALSE))"
                    .formatted(today.minusDays(30))));
    return rows;
  }

  private Map<String, Long> rows() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (String table :
        new String[] {"visit", "chat_message", "orders", "order_item", "payment", "invoice"}) {
      rows.put(table, number("SELECT COUNT(*) FROM " + table));
    }
    rows.put(
        "customers with a name",
        number(
            "SELECT COUNT(*) FROM customer WHERE email IS NOT NULL AND full_name NOT LIKE '*%'"));
    return rows;
  }

  private long number(String query) throws SQLException {
    String url = new DemoShop(directory).url();
    try (Connection connection = DriverManager.getConnection(url, "shop", "");
        ResultSet found = connection.createStatement().executeQuery(query)) {
      found.next();
      return found.getLong(1);
    }
  }

  private Stream<Path> filesThatHoldTheErased() throws IOException {
    return filesThatHold(DemoPeople.searchTerms());
  }

  private Stream<Path> filesThatHold(List<String> terms) throws IOException {
    List<String> encoded =
        terms.stream().map(term -> new String(term.getBytes(UTF_8), ISO_8859_1)).toList();
    return list(directory).stream()
        .filter(file -> encoded.stream().anyMatch(content(file)::contains));
  }

  /** A character for each byte, of a compressed file for each of its content. */
  private static String content(Path file) {
    try (InputStream in = Files.newInputStream(file);
        InputStream content = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return new String(content.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> certificates() throws IOException {
    return list(directory.resolve("evidence/certificates")).stream()
        .filter(file -> file.toString().endsWith(".json"))
        .toList();
  }

  /** Each certificate is in the log, and the log has no other. */
  private void assertAudited() {
    CommandRun audit =
        CommandRun.onDatabases(Map.of())
            .run("certificate", "audit", directory.resolve("evidence").toString());
    assertThat(audit.exitCode()).as(audit.out() + audit.err()).isZero();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
