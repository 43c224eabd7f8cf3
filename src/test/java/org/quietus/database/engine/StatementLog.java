package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowMapper;

/** Keeps the statements that rows were read with, and lets others act around one that locks. */
final class StatementLog extends JdbcTemplate {
  private final List<String> statements = new ArrayList<>();
  private @Nullable Runnable before;
  private @Nullable Runnable after;

  StatementLog(DataSource dataSource) {
    super(dataSource);
  }

  List<String> statements() {
    return statements;
  }

  void beforeNextLock(Runnable act) {
    before = act;
  }

  void afterNextLock(Runnable act) {
    after = act;
  }

  @Override
  public <T> List<T> query(
      String sql, @Nullable PreparedStatementSetter setter, RowMapper<T> mapper) {
    statements.add(sql);
    boolean locks = sql.contains("FOR UPDATE");
    if (locks && before != null) {
      before.run();
      before = null;
    }
    List<T> rows = super.query(sql, setter, mapper);
    if (locks && after != null) {
      after.run();
      after = null;
    }
    return rows;
  }
}
