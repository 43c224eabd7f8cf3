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
import org.jspecify.annotations.Nullable;

/** What all servers have in common as child processes on a free port of the loopback. */
public abstract class ChildServer implements DatabaseServer {

  private static final String USER = "tester";

  private final Path directory;
  private final int port;
  private @Nullable ServerProcess process;

  /** Makes a copy of a freshly initialised data folder. */
  ChildServer(Path emptyData) {
    try {
      directory = MemoryTempDirs.ofServer(Binaries.home());
      Files.createDirectories(data());
      Binaries.copy(emptyData, data(), file -> true);
      port = freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts for the first time; the last thing that a constructor does. */
  final void begin() {
    restart();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop " + product()));
  }

  /** Starts the program on the data, and need not wait until it answers. */
  abstract ServerProcess launch();

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
  public void kill9() {
    if (process != null) {
      process.kill9();
    }
  }

  @Override
  public void restart() {
    kill9();
    ServerProcess started = launch();
    process = started;
    started.await(this::answers);
  }

  @Override
  public void stop() {
    kill9();
    if (Files.exists(directory)) {
      Binaries.delete(directory);
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(""), username(), password())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false; // not yet
    }
  }

  final Path directory() {
    return directory;
  }

  final Path data() {
    return directory.resolve("data");
  }

  final Path log() {
    return directory.resolve("log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
