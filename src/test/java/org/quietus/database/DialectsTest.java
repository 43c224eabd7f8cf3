package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectsTest {

  @ParameterizedTest
  @CsvSource({
    "MySQL, 8.0.15, MySQL 8.0.15",
    "MySQL, 9.1.0-commercial, MySQL 9.1.0",
    "MySQL, 11.4.5-MariaDB-log, MariaDB 11.4.5",
    "MySQL, 5.5.5-10.6.21-MariaDB-0+deb12u1, MariaDB 10.6.21",
    "H2, 2.4.240 (2025-09-22), H2 2.4.240",
    "PostgreSQL, 15.8 (Debian 15.8-0+deb12u1), PostgreSQL 15.8"
  })
  void tellsProductsApart(String product, String version, String expected) throws SQLException {
    assertThat(Dialects.of(product, version).product()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "MySQL, 5.7.44",
    "MySQL, 8.0.12",
    "MySQL, 5.5.5-10.5.29-MariaDB",
    "H2, 1.4.200",
    "PostgreSQL, 14.13"
  })
  void refusesWhatItDoesNotKnow(String product, String version) {
    assertThatThrownBy(() -> Dialects.of(product, version))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("is not supported; use ")
        .hasMessageContaining("MySQL from 8.0.13, MariaDB from 10.6, H2 from 2.0")
        .hasMessageContaining("PostgreSQL from 15");
  }

  @Test
  void readsChecksWhereMySqlKeepsThem() throws SQLException {
    assertThat(Dialects.of("MySQL", "8.0.15").catalogQueries().checks())
        .doesNotContain("check_constraints");
    assertThat(Dialects.of("MySQL", "8.0.16").catalogQueries().checks())
        .contains("check_constraints");
  }
}
