package org.quietus;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class H2RefusedBelowTest extends RefusedBelowContract {
  @TempDir static Path files;

  /** Refuses the row with the key 1. */
  public static class Refusing implements Trigger {
    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after)
        throws SQLException {
      if (Objects.requireNonNull(before)[0].equals(1)) {
        throw new SQLException("not this one", "45000");
      }
    }
  }

  /** Fails for the row with the key 4 as well. */
  public static final class Failing extends Refusing {
    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after)
        throws SQLException {
      super.fire(connection, before, after);
      if (Objects.requireNonNull(before)[0].equals(4)) {
        throw new SQLException("out of order", "HY000");
      }
    }
  }

  /** Refuses another text in the first line. */
  public static final class RefusingWhat implements Trigger {
    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after)
        throws SQLException {
      boolean same =
          Objects.equals(Objects.requireNonNull(before)[2], Objects.requireNonNull(after)[2]);
      if (before[0].equals(1) && !same) {
        throw new SQLException("refused", "45000");
      }
    }
  }

  /** Executes a statement. */
  public static final class Arriving implements Trigger {
    static String statement = "";

    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after)
        throws SQLException {
      try (Statement writing = connection.createStatement()) {
        writing.execute(statement);
      }
    }
  }

  @Override
  String arriving(String statement) {
    Arriving.statement = statement;
    return "CREATE TRIGGER arriving AFTER DELETE ON arrival FOR EACH ROW CALL '"
        + Arriving.class.getName()
        + "'";
  }

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String refusing() {
    return trigger(Refusing.class);
  }

  @Override
  String refusingWhat() {
    return trigger(RefusingWhat.class).replace("BEFORE DELETE", "BEFORE UPDATE");
  }

  @Override
  String refusingAndFailing() {
    return trigger(Failing.class);
  }

  private static String trigger(Class<?> of) {
    return "CREATE TRIGGER refusing BEFORE DELETE ON line FOR EACH ROW CALL '" + of.getName() + "'";
  }
}
