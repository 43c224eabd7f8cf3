package org.quietus.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoShopTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

  @TempDir Path directory;

  @Test
  void seedsTheSameShopEveryTime() throws Exception {
    Path one = Files.createDirectory(directory.resolve("one"));
    Path two = Files.createDirectory(directory.resolve("two"));
    new DemoShop(one).prepare(TODAY);
    new DemoShop(two).prepare(TODAY);
    assertThat(rows(one, "customer")).isEqualTo(rows(two, "customer"));
    assertThat(rows(one, "visit")).isEqualTo(rows(two, "visit")).hasSize(4_000);
  }

  @Test
  void neverSeedsTwice() throws Exception {
    new DemoShop(directory).prepare(TODAY);
    execute("DELETE FROM visit");
    new DemoShop(directory).prepare(TODAY.plusYears(1));
    assertThat(rows(directory, "visit")).isEmpty();
  }

  @Test
  void startsAfreshWhenASeedingWasKilled() throws Exception {
    Files.writeString(directory.resolve("shop-unfinished.mv.db"), "half a database");
    new DemoShop(directory).prepare(TODAY);
    assertThat(rows(directory, "customer")).hasSize(600);
    assertThat(directory.resolve("shop-unfinished.mv.db")).doesNotExist();
  }

  @Test
  void thoseWhoAskAreFoundInTheirOwnRowsAlone() throws Exception {
    new DemoShop(directory).prepare(TODAY);
    for (DemoPeople.Person person : DemoPeople.WHO_ASK) {
      long id = number("SELECT id FROM customer WHERE email = '" + person.email() + "'");
      for (String term : List.of(person.fullName(), person.email())) {
        assertThat(rows(directory, "customer").stream().filter(row -> row.contains(term)))
            .singleElement()
            .satisfies(row -> assertThat(row).startsWith(id + "|"));
        assertThat(rows(directory, "invoice")).noneMatch(row -> row.contains(term));
        assertThat(
                number(
                    "SELECT COUNT(*) FROM orders WHERE customer_id <> "
                        + id
                        + " AND ship_to LIKE '%"
                        + term
                        + "%'"))
            .isZero();
        assertThat(
                number(
                    "SELECT COUNT(*) FROM chat_message WHERE customer_ref <> "
                        + id
                        + " AND body LIKE '%"
                        + term
                        + "%'"))
            .isZero();
      }
    }
  }

  @Test
  void somethingIsAlwaysDue() throws Exception {
    new DemoShop(directory).prepare(TODAY);
    assertThat(number("SELECT COUNT(*) FROM visit WHERE visited_at < DATE '2025-09-01'"))
        .isBetween(2_200L, 3_100L);
    assertThat(number("SELECT COUNT(*) FROM invoice WHERE issued_at < DATE '2016-03-01'"))
        .isPositive();
    assertThat(number("SELECT COUNT(*) FROM orders WHERE ordered_at < DATE '2023-03-01'"))
        .isPositive();
    assertThat(
            number(
                "SELECT COUNT(*) FROM customer WHERE status = 'closed'"
                    + " AND closed_at < DATE '2026-01-30'"))
        .isPositive();
  }

  @Test
  void compactingLeavesNothingOfDeletedRowsInTheFile() throws Exception {
    DemoShop shop = new DemoShop(directory);
    shop.prepare(TODAY);
    DemoPeople.Person person = DemoPeople.WHO_ASK.get(0);
    assertThat(file()).contains(person.fullName(), person.email(), "Ada Adler");
    execute(
        "DELETE FROM chat_message; DELETE FROM payment; DELETE FROM order_item; DELETE FROM orders;"
            + " UPDATE customer SET full_name = '*', email = NULL WHERE full_name = '"
            + person.fullName()
            + "'");
    shop.compact();
    assertThat(file()).doesNotContain(person.fullName(), person.email()).contains("Ada Adler");
  }

  private String file() throws IOException {
    return Files.readString(directory.resolve("shop.mv.db"), ISO_8859_1);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect(directory);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String query) throws SQLException {
    try (Connection connection = connect(directory);
        ResultSet found = connection.createStatement().executeQuery(query)) {
      found.next();
      return found.getLong(1);
    }
  }

  private static List<String> rows(Path directory, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect(directory);
        ResultSet found =
            connection.createStatement().executeQuery("SELECT * FROM " + table + " ORDER BY id")) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        StringBuilder row = new StringBuilder();
        for (int column = 1; column <= columns; column++) {
          row.append(found.getString(column)).append('|');
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private static Connection connect(Path directory) throws SQLException {
    return DriverManager.getConnection(new DemoShop(directory).url(), "shop", "");
  }
}
