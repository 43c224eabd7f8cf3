package org.quietus;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class H2LateBelowDeletedTest extends LateBelowDeletedContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String reporting() {
    return "CREATE TRIGGER reporting AFTER DELETE ON device FOR EACH ROW CALL '"
        + Reporting.class.getName()
        + "'";
  }

  /** A report of the first device that arrives while it is being deleted. */
  public static final class Reporting implements Trigger {

    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after)
        throws SQLException {
      if (before != null && before[2].equals("a-1")) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("INSERT INTO telemetry VALUES (70, 'a-1', 'meanwhile')");
        }
      }
    }
  }
}
