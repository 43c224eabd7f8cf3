package org.quietus.pack;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.quietus.pack.Population.Chance;

/** The rows of {@code opengemini-schema.sql}; every fifth member has invoices. */
final class OpenGeminiRows {
  private static final List<String> PAGES = List.of("/", "/docs", "/download", "/blog", "/events");
  private static final List<String> BROWSERS = List.of("Firefox/140.0", "Chrome/142.0", "curl/8.9");

  private final TableFiller filling;

  OpenGeminiRows(Connection connection, Population population) {
    this.filling = new TableFiller(connection, population, new LatinPersons(population)::get);
  }

  void fill() throws SQLException {
    filling.table("account", this::account);
    filling.table("subscription", this::subscription);
    filling.table("visit", this::visits);
    filling.table("post", this::post);
    filling.table("attachment", this::attachment);
    filling.table("event_registration", this::event);
    filling.table("invoice", this::invoices);
  }

  private void account(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        String.format(Locale.ROOT, "member-%07d", number * 13L),
        person.name(),
        person.email(),
        chance.oneIn(3) ? null : chance.bytes(200),
        "{\"theme\": \"dark\", \"language\": \"" + chance.anyOf(List.of("en", "zh")) + "\"}",
        chance.oneIn(3) || number % 100 == 43 ? person.born() : null,
        chance.daysAgo(300, 900),
        null,
        null);
  }

  private void subscription(int number, Person person, Chance chance, Rows rows)
      throws SQLException {
    if (number % 2 == 1) {
      rows.add(number, person.email(), person.name(), chance.daysAgo(10, 290), null);
    }
  }

  private void visits(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(2, 6); count > 0; count--) {
      rows.add(
          chance.oneIn(3) ? number : null,
          chance.ip(),
          "Mozilla/5.0 " + chance.anyOf(BROWSERS),
          "https://search.example.com/",
          chance.anyOf(PAGES),
          chance.between(1, 600),
          chance.daysAgo(0, 200));
    }
  }

  private void post(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        number,
        "Write path under load",
        "Hi all, "
            + person.name()
            + " here. With "
            + chance.between(2, 64)
            + " shards I see timeouts.\nBest, "
            + person.email(),
        chance.daysAgo(1, 290));
  }

  private void attachment(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (number % 3 == 0) {
      rows.add(number, "profile.pb.gz", chance.bytes(500));
    }
  }

  private void event(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (number % 4 == 0) {
      rows.add(
          number,
          "Community day",
          chance.oneIn(3) ? "no nuts (allergy)" : null,
          chance.daysAgo(1, 290));
    }
  }

  private void invoices(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (number % 5 == 2) {
      rows.add(
          number,
          String.format(Locale.ROOT, "INV-%08d", number),
          BigDecimal.valueOf(chance.between(1_000, 90_000), 2),
          chance.daysAgo(30, 280).toLocalDate());
    }
  }
}
