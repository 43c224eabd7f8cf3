package org.quietus.run;

import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class H2ChunkWriterTest extends ChunkWriterContract {
  private final DataSource database =
      new DriverManagerDataSource(
          "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");

  @AfterEach
  void shutDown() {
    new JdbcTemplate(database).execute("SHUTDOWN");
  }

  @Override
  DataSource database() {
    return database;
  }

  @Override
  String folder() {
    return "h2";
  }
}
