package org.quietus.cli.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The rows of the demo's shop: the same every time, but for dates, which are counted back from
 * today so that something is always due.
 */
final class ShopData {
  private static final long SEED = 20_260_101;
  private static final int CUSTOMERS = 600;
  private static final int VISITS = 4_000;
  private static final int CHATS_EACH = 2;
  private static final int YEAR = 365;

  /** Where those who ask stand among the customers. */
  private static final int FIRST_WHO_ASKS = 417;

  private static final List<String> ARTICLES =
      List.of("tea pot", "umbrella", "desk lamp", "wool scarf", "notebook", "bicycle bell");
  private static final List<String> PAGES =
      List.of("/", "/teas", "/lamps", "/sale", "/basket", "/help");
  private static final List<String> TOWNS = List.of("Harbour Lane", "Mill Road", "Station Square");

  private final Connection connection;
  private final LocalDate today;
  private final Random random = new Random(SEED);
  private final List<DemoPeople.Person> customers = new ArrayList<>();

  ShopData(Connection connection, LocalDate today) {
    this.connection = connection;
    this.today = today;
  }

  /** Fills the empty tables; the caller commits. */
  void fill() throws SQLException {
    fillCustomers();
    fillOrders();
    fillVisits();
    fillChats();
    fillInvoices();
  }

  private void fillCustomers() throws SQLException {
    try (BatchInsert insert = new BatchInsert(connection, "customer", 9)) {
      for (int number = 0; number < CUSTOMERS; number++) {
        DemoPeople.Person person = person(number);
        customers.add(person);
        boolean closed = !asks(number) && number % 12 == 0;
        boolean undated = number % 240 == 0;
        insert.add(
            person.fullName(),
            person.email(),
            "+49 1555 01" + String.format("%05d", 10_000 + number),
            today.minusDays(between(19 * YEAR, 80 * YEAR)),
            address(),
            closed ? "closed" : "active",
            daysAgo(between(12 * YEAR, 13 * YEAR)),
            closed && !undated ? daysAgo(between(1, 400)) : null,
            null);
      }
    }
  }

  private void fillOrders() throws SQLException {
    try (BatchInsert items = new BatchInsert(connection, "order_item", 4);
        BatchInsert payments = new BatchInsert(connection, "payment", 5);
        BatchInsert orders = new BatchInsert(connection, "orders", 4)) {
      for (int number = 0; number < CUSTOMERS; number++) {
        for (int count = between(asks(number) ? 2 : 0, 5); count > 0; count--) {
          long order = orders.next();
          LocalDateTime at = daysAgo(between(0, 5 * YEAR));
          BigDecimal total = BigDecimal.ZERO;
          for (int lines = between(1, 4); lines > 0; lines--) {
            BigDecimal price = price();
            total = total.add(price);
            items.add(order, anyOf(ARTICLES), 1, price);
          }
          orders.add(number + 1, at, shipTo(number), total);
          payments.add(order, "card", String.format("%04d", between(0, 10_000)), total, at);
        }
      }
    }
  }

  private void fillVisits() throws SQLException {
    try (BatchInsert insert = new BatchInsert(connection, "visit", 5)) {
      for (int count = 0; count < VISITS; count++) {
        Integer customer = random.nextInt(3) == 0 ? between(0, CUSTOMERS) + 1 : null;
        insert.add(customer, daysAgo(between(0, 540)), address(), anyOf(PAGES), between(1, 600));
      }
    }
  }

  private void fillChats() throws SQLException {
    try (BatchInsert insert = new BatchInsert(connection, "chat_message", 3)) {
      for (int number = 0; number < CUSTOMERS; number++) {
        String name = customers.get(number).fullName();
        for (int count = 0; count < CHATS_EACH; count++) {
          String body = "Hello, this is " + name + ", when does my " + anyOf(ARTICLES) + " arrive?";
          insert.add(number + 1, daysAgo(between(0, 900)), body);
        }
      }
    }
  }

  private void fillInvoices() throws SQLException {
    try (BatchInsert insert = new BatchInsert(connection, "invoice", 5)) {
      for (int number = 0; number < CUSTOMERS; number++) {
        for (int count = between(1, 4); count > 0; count--) {
          LocalDate issued = today.minusDays(between(0, asks(number) ? 9 * YEAR : 12 * YEAR));
          String serial = String.format("R-%d-%06d", issued.getYear(), insert.next());
          insert.add(number + 1, serial, issued, price(), "goods as ordered, payable at once");
        }
      }
    }
  }

  private DemoPeople.Person person(int number) {
    return asks(number)
        ? DemoPeople.WHO_ASK.get(number - FIRST_WHO_ASKS)
        : DemoPeople.anyone(random, number + 1L);
  }

  private static boolean asks(int number) {
    return number >= FIRST_WHO_ASKS && number < FIRST_WHO_ASKS + DemoPeople.WHO_ASK.size();
  }

  private String shipTo(int number) {
    return customers.get(number).fullName() + ", " + anyOf(TOWNS) + " " + between(1, 99);
  }

  /** An address out of the blocks kept for documentation (RFC 5737). */
  private String address() {
    return anyOf(List.of("192.0.2.", "198.51.100.", "203.0.113.")) + between(1, 255);
  }

  private BigDecimal price() {
    return BigDecimal.valueOf(between(300, 20_000), 2);
  }

  private LocalDateTime daysAgo(int days) {
    LocalTime time = LocalTime.ofSecondOfDay(random.nextInt(86_400));
    return today.minus(days + 1L, ChronoUnit.DAYS).atTime(time);
  }

  private String anyOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** At least {@code low}, less than {@code high}. */
  private int between(int low, int high) {
    return low + random.nextInt(high - low);
  }
}
