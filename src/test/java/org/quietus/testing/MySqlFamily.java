package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What MariaDB and MySQL have in common. */
abstract class MySqlFamily extends ChildServer {

  private final List<String> options;

  MySqlFamily(Path emptyData, String... options) {
    super(emptyData);
    this.options = List.of(options);
    try {
      Files.writeString(
          users(),
          """
          CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%1$s';
          GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
          """
              .formatted(username()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin();
  }

  /** The program and the options that this product alone needs. */
  abstract List<String> program();

  @Override
  public String jdbcUrl(String schema) {
    return "jdbc:mysql://127.0.0.1:" + port() + "/" + schema;
  }

  @Override
  public void createSchema(String name) throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS `" + name + "`");
      statement.execute("CREATE DATABASE `" + name + "`");
    }
  }

  @Override
  ServerProcess launch() {
    List<String> command = new ArrayList<>(program());
    command.addAll(
        List.of(
            "--datadir=" + data(),
            "--init-file=" + users(),
            "--port=" + port(),
            "--bind-address=127.0.0.1",
            "--socket=server.sock",
            "--skip-name-resolve",
            "--server-id=1",
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--innodb-buffer-pool-size=64M",
            "--innodb-flush-log-at-trx-commit=2", // outlives the process, and only that is killed
            "--innodb-doublewrite=OFF", // for pages torn by a loss of power
            "--innodb-stats-persistent=OFF", // which every CREATE and DROP would write down
            "--sync-binlog=0",
            "--character-set-server=utf8mb4",
            "--performance-schema=OFF"));
    command.addAll(options);
    return ServerProcess.start(command, data(), log());
  }

  private Path users() {
    return directory().resolve("users.sql");
  }

  /** Servers refuse to run as root unless told to. */
  static List<String> asWhoever(List<String> options) {
    List<String> all = new ArrayList<>(options);
    if (System.getProperty("user.name").equals("root")) {
      all.add("--user=root");
    }
    return List.copyOf(all);
  }
}
