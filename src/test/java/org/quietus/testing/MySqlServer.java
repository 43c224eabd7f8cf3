package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MySQL 8.0.15 as a child process; needs Debian's libaio1. */
public final class MySqlServer extends MySqlFamily {

  private static final String VERSION = "mysql-8.0.15";
  private static final String ARCHIVE = "mysql-Linux-amd64.tar.gz";

  MySqlServer(String... options) {
    super(emptyData(), options);
  }

  @Override
  public String product() {
    return "mysql";
  }

  static boolean available() {
    return Binaries.onClassPath(ARCHIVE) && System.getProperty("os.name").equals("Linux");
  }

  @Override
  List<String> program() {
    return options(home());
  }

  private static List<String> options(Path home) {
    return asWhoever(
        List.of(
            home.resolve("bin/mysqld").toString(),
            "--no-defaults",
            "--basedir=" + home,
            "--lc-messages-dir=" + home.resolve("share"),
            "--mysqlx=OFF",
            "--skip-ssl", // a handshake with this version takes a tenth of a second
            "--default-authentication-plugin=mysql_native_password", // the other wants TLS
            "--secure-file-priv=",
            "--innodb-log-file-size=16M"));
  }

  private static Path home() {
    return Binaries.once(VERSION, MySqlServer::unpack);
  }

  private static void unpack(Path target) {
    Path archive = target.resolve(ARCHIVE);
    Binaries.copyResource(ARCHIVE, archive);
    ServerProcess.run(
        List.of("tar", "--no-same-owner", "-xzf", ARCHIVE), target, target.resolve("install.log"));
    try {
      Files.delete(archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path emptyData() {
    Path home = home();
    return Binaries.once(
        VERSION + "-nobody",
        data -> {
          List<String> command = new ArrayList<>(options(home));
          command.addAll(List.of("--initialize-insecure", "--datadir=" + data));
          ServerProcess.run(command, home, home.resolve("install.log"));
          nameless(data);
        });
  }

  /** Lets each copy give itself an identity: two with the same one do not replicate. */
  private static void nameless(Path data) {
    try {
      Files.delete(data.resolve("auto.cnf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
