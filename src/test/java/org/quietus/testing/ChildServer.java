package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What MariaDB and MySQL have in common as child processes on a free port of the loopback. */
abstract class ChildServer implements DatabaseServer {

  private static final String USER = "tester";

  private final List<String> options;
  private final Path directory;
  private final int port;
  private ServerProcess process;

  /** Starts a server on a copy of a freshly initialised data folder. */
  ChildServer(Path emptyData, String... options) {
    this.options = List.of(options);
    try {
      directory = MemoryTempDirs.ofServer(Binaries.home());
      Files.createDirectories(data());
      Binaries.copy(emptyData, data(), file -> true);
      Files.writeString(
          users(),
          """
          CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%1$s';
          GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
          """
              .formatted(USER));
      port = freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop " + product()));
  }

  /** The program and the options that this product alone needs. */
  abstract List<String> program();

  @Override
  public String jdbcUrl(String schema) {
    return "jdbc:mysql://127.0.0.1:" + port + "/" + schema;
  }

  @Override
  public String username() {
    return USER;
  }

  @Override
  public String password() {
    return USER;
  }

  /** The port on the loopback, for client programs. */
  public int port() {
    return port;
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
  public void kill9() {
    process.kill9();
  }

  @Override
  public void restart() {
    process.kill9();
    process = start();
  }

  @Override
  public void stop() {
    process.kill9();
    if (Files.exists(directory)) {
      Binaries.delete(directory);
    }
  }

  private ServerProcess start() {
    List<String> command = new ArrayList<>(program());
    command.addAll(
        List.of(
            "--datadir=" + data(),
            "--init-file=" + users(),
            "--port=" + port,
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
    ServerProcess started = ServerProcess.start(command, data(), directory.resolve("log"));
    started.await(this::answers);
    return started;
  }

  private boolean answers() {
    try (Connection connection =
        DriverManager.getConnection(jdbcUrl("") + "?connectTimeout=1000", username(), password())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false; // not yet
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path users() {
    return directory.resolve("users.sql");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
