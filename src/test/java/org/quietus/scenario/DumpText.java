package org.quietus.scenario;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dump as a tool wrote it, and whom it holds.
 *
 * @param sql in mysqldump's form
 */
record DumpText(String sql, List<Account> accounts) {
  private static final String PERSON =
      """
       (
        `id` int NOT NULL,
        `full_name` varchar(60) NOT NULL,
        `email` varchar(80) DEFAULT NULL,
        `phone` varchar(40) DEFAULT NULL,
        `created_at` datetime(6) NOT NULL,
        `closed_on` date DEFAULT NULL,
        `anonymised_at` datetime(6) DEFAULT NULL,
      """;
  private static final String KEY =
      "  `email_key` varchar(80) GENERATED ALWAYS AS (lower(`email`)) STORED,\n";

  /** How it says which database a table is in. */
  enum Names {
    /** USE, and nothing more. */
    USED,
    /** USE, and rows that name the database too. */
    ROWS_QUALIFIED,
    /** No USE, and everything names the database. */
    QUALIFIED
  }

  /** What is there, with a column computed from the address of a customer, or without. */
  static DumpText of(Life life, Names names, boolean keyed) {
    StringBuilder text = new StringBuilder("-- MySQL dump 10.13\n\n");
    text.append(names == Names.QUALIFIED ? "" : "USE `life`;\n");
    String created = names == Names.QUALIFIED ? "`life`." : "";
    String filled = names == Names.USED ? "" : "`life`.";
    List<Account> accounts = accounts(life, "life");
    for (String table : List.of("customer", "employee")) {
      boolean key = keyed && table.equals("customer");
      create(text, created + name(table), PERSON + (key ? KEY : ""));
      insert(
          text,
          filled + name(table),
          accounts.stream()
              .filter(account -> account.subject().equals(table))
              .map(account -> key ? account.valuesWithKey() : account.values()));
    }
    for (String table : Town.THINGS) {
      create(
          text,
          created + name(table),
          " (\n  `id` int NOT NULL,\n  `customer_id` int NOT NULL,\n  `at` datetime(6) NOT NULL,\n"
              + switch (table) {
                case "member" -> "  `household_id` int DEFAULT NULL,\n";
                case "orders" -> "  `employee_id` int DEFAULT NULL,\n";
                default -> "";
              });
      insert(
          text,
          filled + name(table),
          life.things.stream().filter(thing -> thing.table().equals(table)).map(DumpText::values));
    }
    return new DumpText(text.append("-- Dump completed\n").toString(), accounts);
  }

  /** What is there of the club. */
  static DumpText ofClub(Life life) {
    StringBuilder text = new StringBuilder("-- MySQL dump 10.13\n\nUSE `club`;\n");
    List<Account> guests = accounts(life, "club");
    create(text, name("guest"), PERSON);
    insert(text, name("guest"), guests.stream().map(Account::values));
    return new DumpText(text.append("-- Dump completed\n").toString(), guests);
  }

  private static List<Account> accounts(Life life, String database) {
    return life.accounts.values().stream()
        .filter(account -> account.database().equals(database))
        .toList();
  }

  /** Whether a number is one customer's here and another one's there. */
  boolean givesNumbersAgain(DumpText later) {
    return accounts.stream()
        .anyMatch(
            one ->
                later.accounts.stream()
                    .anyMatch(other -> other.id() == one.id() && !other.isSame(one)));
  }

  private static String name(String table) {
    return "`" + table + "`";
  }

  private static void create(StringBuilder text, String table, String columns) {
    text.append("CREATE TABLE ")
        .append(table)
        .append(columns)
        .append("  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n");
  }

  private static String values(Thing thing) {
    String more =
        switch (thing.table()) {
          case "member" -> "," + thing.id() % 5;
          case "orders" -> "," + (thing.taker() == null ? "NULL" : thing.taker());
          default -> "";
        };
    return "(%d,%d,'%s'%s)"
        .formatted(
            thing.id(),
            thing.account(),
            thing.at().toString().replace('T', ' ').replace("Z", ""),
            more);
  }

  private static void insert(StringBuilder text, String table, Stream<String> rows) {
    String values = rows.collect(Collectors.joining(","));
    if (!values.isEmpty()) {
      text.append("INSERT INTO ").append(table).append(" VALUES ").append(values).append(";\n");
    }
  }
}
