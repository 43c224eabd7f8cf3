package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;

class H2CatalogTest extends CatalogContract {

  @TempDir static Path directory;

  @Override
  DatabaseServer server() {
    return new H2Server(directory);
  }

  @Override
  String selfFilling() {
    return "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        + " computed VARCHAR(9) GENERATED ALWAYS AS (v || 'x'),"
        + " born TIMESTAMP DEFAULT CURRENT_TIMESTAMP,"
        + " touched TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP";
  }

  @Override
  String backslash() {
    return "\\";
  }

  @Override
  String otherSchema() throws SQLException {
    database.execute("CREATE SCHEMA other");
    return "other";
  }

  @Test
  void keepsNoBinaryLog() throws SQLException {
    assertThat(database.dialect().binaryLog(database.connection())).isEmpty();
  }
}
