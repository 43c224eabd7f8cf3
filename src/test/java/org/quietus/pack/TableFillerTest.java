package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.report.text.Resource;

/** However many persons a pack has, no transaction grows with them. */
class TableFillerTest {
  private static final int PERSONS = 3_000;
  private static final int MOST = 10_000;

  private final List<Long> committed = new ArrayList<>();

  @Test
  void noTransactionHoldsMoreThanTenThousandRows() throws Exception {
    Pack pack = Packs.named("opengemini").orElseThrow();
    String url = "jdbc:h2:mem:;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(Resource.text(pack.schema("h2")));
      connection.setAutoCommit(false);

      pack.fill(counting(connection, pack), new Population(1, PERSONS, LocalDate.of(2026, 3, 2)));

      connection.rollback();
      assertThat(rows(connection, pack)).isEqualTo(committed.get(committed.size() - 1));
      long before = 0;
      for (long rows : committed) {
        assertThat(rows - before).isLessThanOrEqualTo(MOST);
        before = rows;
      }
      assertThat(committed).hasSizeGreaterThan(pack.tables().size());
    }
  }

  /** Notes how many rows there are at each commit. */
  private Connection counting(Connection connection, Pack pack) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                committed.add(rows(connection, pack));
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static long rows(Connection connection, Pack pack) throws Exception {
    long rows = 0;
    try (Statement statement = connection.createStatement()) {
      for (String table : pack.tables()) {
        try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
          count.next();
          rows += count.getLong(1);
        }
      }
    }
    return rows;
  }
}
