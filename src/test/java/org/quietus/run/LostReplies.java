package org.quietus.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.Random;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A data source whose commits sometimes fail before they take effect and sometimes after, which
 * looks the same.
 */
final class LostReplies extends AbstractDataSource {
  private final DataSource real;
  private final Random random;
  private final double share;
  private int lost;

  LostReplies(DataSource real, long seed, double share) {
    this.real = real;
    this.random = new Random(seed);
    this.share = share;
  }

  /** How many replies were lost so far. */
  int lost() {
    return lost;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = real.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean fails = method.getName().equals("commit") && random.nextDouble() < share;
              boolean takesEffect = random.nextBoolean();
              if (fails && !takesEffect) {
                connection.rollback();
              }
              try {
                Object result = fails && !takesEffect ? null : method.invoke(connection, arguments);
                if (fails) {
                  lost++;
                  throw new SQLRecoverableException("the reply was lost", "08S01");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }
}
