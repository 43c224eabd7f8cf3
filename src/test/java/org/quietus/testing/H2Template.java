package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.quietus.control.ControlSchema;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Database files that are made once, because to copy them is many times quicker. */
final class H2Template {
  private static final String NAME = "template";

  /** A file in which the migrations of the control schema ran, and nothing else. */
  static final byte[] WITH_CONTROL = withControl();

  private H2Template() {}

  private static byte[] withControl() {
    try {
      Path directory = Files.createTempDirectory("quietus-h2");
      H2Server server = new H2Server(directory);
      try (Connection connection = server.connect(NAME);
          Statement statement = connection.createStatement()) {
        SingleConnectionDataSource one = new SingleConnectionDataSource(connection, true);
        new ControlSchema(one, new JdbcTemplate(one), server.product()).migrate();
        statement.execute("SHUTDOWN");
      }
      byte[] content = Files.readAllBytes(directory.resolve(NAME + ".mv.db"));
      Binaries.delete(directory);
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make an H2 database", e);
    }
  }
}
