package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ControlSchemaTest {

  @Test
  void isMissingWhereTheDatabaseSaysSo() {
    assertThat(over(new DriverManagerDataSource("jdbc:h2:mem:without")).exists()).isFalse();
  }

  @Test
  void isNotTakenForMissingWhileTheDatabaseSaysNothing() {
    DataSource silent =
        new AbstractDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            throw new SQLTransientConnectionException("no connection is free", "08001");
          }

          @Override
          public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
          }
        };
    ControlSchema schema = over(silent);
    assertThatThrownBy(schema::exists).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(schema::hasHolds).isInstanceOf(DataAccessException.class);
  }

  private static ControlSchema over(DataSource source) {
    return new ControlSchema(source, new JdbcTemplate(source), "h2");
  }
}
