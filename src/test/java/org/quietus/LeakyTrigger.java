package org.quietus;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/** A trigger for H2 that refuses whatever happens to a row, and says which row it was. */
public final class LeakyTrigger implements Trigger {

  @Override
  public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after)
      throws SQLException {
    throw new SQLException("not this one: " + Arrays.toString(before), "HY000");
  }
}
