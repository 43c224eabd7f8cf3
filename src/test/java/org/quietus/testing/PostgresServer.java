package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL 18 as a child process; one database, in which each schema is one of its own. As it
 * refuses to run as root, it runs as nobody then.
 */
public final class PostgresServer extends ChildServer {

  private static final String VERSION = "postgres-18.1";
  private static final String ARCHIVE = "postgres-linux-x86_64.txz";
  private static final String DATABASE = "tests";
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  /** Debian's package of PostgreSQL 15: its server, pg_dump and psql. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15");

  private static final String NOT_INSTALLED =
      "pg_dump is not tried: it needs PostgreSQL 15; on Debian: apt-get install postgresql-15";

  private final Path home;
  private final List<String> options;
  private boolean prepared;

  /** With options of its own behind those of the tests, such as {@code fsync=on}. */
  PostgresServer(String... options) {
    this(home(), VERSION, options);
  }

  private PostgresServer(Path home, String version, String... options) {
    super(emptyData(home, version));
    this.home = home;
    this.options =
        Stream.of(options).flatMap(option -> Stream.of("-c", option)).toList(); // the last one wins
    own(directory(), data());
    begin();
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the database of the tests", e);
    }
    prepared = true;
  }

  /** Begins as a copy of a primary server that does not run, and follows it once it does. */
  private PostgresServer(PostgresServer primary) {
    super(primary.data());
    this.home = primary.home;
    this.options =
        List.of(
            "-c",
            "primary_conninfo=host=127.0.0.1 port=%d user=%s password=%s application_name=standby"
                .formatted(primary.port(), primary.username(), primary.password()),
            "-c",
            "wal_receiver_status_interval=1s");
    this.prepared = true;
    try {
      Files.deleteIfExists(data().resolve("postmaster.pid"));
      Files.createFile(data().resolve("standby.signal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    own(directory(), data());
    begin();
  }

  /** Starts a hot standby of this server, which is killed and started again for that. */
  public PostgresServer standby() {
    kill9();
    PostgresServer standby = new PostgresServer(this);
    restart();
    return standby;
  }

  /**
   * Starts a PostgreSQL 15 as Debian has it, beside the one that tests share; its programs are in
   * {@link #program}.
   */
  public static PostgresServer fifteen() {
    return new PostgresServer(DEBIAN, "postgres-debian-15");
  }

  /**
   * Returns whether that one is installed.
   *
   * @throws IllegalStateException if it is not, but must be: {@code CI=true
   *     QUIETUS_PGDUMP=required}
   */
  public static boolean isFifteenInstalled() {
    boolean installed =
        List.of("initdb", "postgres", "pg_dump", "psql").stream()
            .allMatch(name -> Files.isExecutable(DEBIAN.resolve("bin").resolve(name)));
    boolean required =
        "true".equals(System.getenv("CI")) && "required".equals(System.getenv("QUIETUS_PGDUMP"));
    if (!installed && required) {
      throw new IllegalStateException(NOT_INSTALLED);
    }
    if (!installed) {
      System.err.println(NOT_INSTALLED);
    }
    return installed;
  }

  /** One of the programs of its installation. */
  public String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** The database in which each schema is one of its own. */
  public String database() {
    return DATABASE;
  }

  @Override
  public String product() {
    return "postgres";
  }

  @Override
  public String jdbcUrl(String schema) {
    String server = "jdbc:postgresql://127.0.0.1:" + port() + "/";
    return server
        + (prepared ? DATABASE : "postgres")
        + (schema.isEmpty() ? "" : "?stringtype=unspecified&currentSchema=" + schema);
  }

  @Override
  public void createSchema(String name) throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS \"" + name + "\" CASCADE");
      statement.execute("CREATE SCHEMA \"" + name + "\"");
    }
  }

  static boolean available() {
    return Binaries.onClassPath(ARCHIVE);
  }

  @Override
  ServerProcess launch() {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            program("postgres"),
            "-D",
            data().toString(),
            "-p",
            String.valueOf(port()),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off", // outlives the process, and only that is killed
            "-c",
            "full_page_writes=off", // for pages torn by a loss of power
            "-c",
            "shared_buffers=64MB",
            "-c",
            "timezone=America/St_Johns")); // sessions choose their own
    command.addAll(options);
    return ServerProcess.start(privileges(), command, data(), log());
  }

  private static List<String> privileges() {
    return System.getProperty("user.name").equals("root") ? NOBODY : List.of();
  }

  private static Path home() {
    return Binaries.once(VERSION, PostgresServer::unpack);
  }

  private static void unpack(Path target) {
    Path archive = target.resolve(ARCHIVE);
    Binaries.copyResource(ARCHIVE, archive);
    ServerProcess.run(
        List.of("tar", "--no-same-owner", "-xJf", ARCHIVE), target, target.resolve("install.log"));
    try {
      Files.delete(archive);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path emptyData(Path home, String version) {
    return Binaries.once(
        version + "-empty",
        data -> {
          own(data, data);
          try {
            Path password =
                Files.writeString(data.resolveSibling(data.getFileName() + ".pw"), "tester");
            List<String> command = new ArrayList<>(privileges());
            command.addAll(
                List.of(
                    home.resolve("bin/initdb").toString(),
                    "--pgdata=" + data,
                    "--username=tester",
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync"));
            if (version.equals(VERSION)) {
              command.add("--set=scram_iterations=1"); // else each connection takes thousands
            }
            ServerProcess.run(command, home, data.resolveSibling(data.getFileName() + ".log"));
            Files.delete(password);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** A data folder belongs to the user that the server runs as, and is open to nobody else. */
  private static void own(Path folder, Path data) {
    Path log = Binaries.home().resolve("own.log");
    if (!privileges().isEmpty()) {
      ServerProcess.run(List.of("chown", "-R", "65534:65534", folder.toString()), folder, log);
    }
    ServerProcess.run(List.of("chmod", "700", data.toString()), folder, log);
  }
}
