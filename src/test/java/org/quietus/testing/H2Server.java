package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * H2 on disk inside this JVM; each schema is a database file of its own. The last two that were
 * made stay open: to open one takes longer than most commands run.
 */
public final class H2Server implements DatabaseServer {
  private static final int OPEN = 2;

  private static final Map<Path, Connection> HELD = new LinkedHashMap<>();

  private final Path directory;
  private final Set<String> schemas = new HashSet<>();

  /** Keeps its files in the given folder. */
  public H2Server(Path directory) {
    this.directory = directory;
  }

  @Override
  public String product() {
    return "h2";
  }

  @Override
  public String jdbcUrl(String schema) {
    return "jdbc:h2:file:"
        + directory.toAbsolutePath().resolve(schema)
        + ";WRITE_DELAY=0;DATABASE_TO_LOWER=TRUE";
  }

  @Override
  public String username() {
    return "sa";
  }

  @Override
  public String password() {
    return "";
  }

  @Override
  public void createSchema(String name) throws SQLException {
    remove(name);
    hold(name);
  }

  /** An empty schema beside a control schema that no run has written to. */
  public void createSchemaWithControl(String name) throws SQLException {
    remove(name);
    try {
      Files.write(file(name), H2Template.WITH_CONTROL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hold(name);
  }

  private void remove(String name) {
    boolean known = !schemas.add(name);
    if (HELD.remove(file(name)) != null || known) {
      crash(name);
    }
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String schema) {
    return directory.toAbsolutePath().resolve(schema + ".mv.db");
  }

  private void hold(String name) throws SQLException {
    if (HELD.size() == OPEN) {
      HELD.remove(HELD.keySet().iterator().next()).close();
    }
    HELD.put(file(name), connect(name));
  }

  @Override
  public void kill9() {
    schemas.forEach(this::crash);
  }

  /** Closes the files, so that another process can open them. */
  public void letGo() throws SQLException {
    for (String schema : schemas) {
      Connection held = HELD.remove(file(schema));
      if (held != null) {
        held.close();
      }
    }
  }

  /** Does nothing: the next connection opens the file again. */
  @Override
  public void restart() {}

  @Override
  public void stop() {
    kill9();
    schemas.clear();
  }

  private void crash(String schema) {
    try (Connection connection = connect(schema);
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot crash " + schema, e);
    }
  }
}
