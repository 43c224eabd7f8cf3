package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;

/**
 * There is no room for what is put aside of a large dump; in a process of its own, of which no file
 * may have more than four megabytes.
 */
class FullSpoolTest {
  private static final String LARGE = "nightly/large.sql.gz";
  private static final String SMALL = "nightly/small.sql.gz";

  @TempDir Path directory;
  private DirectoryVault vault;

  @BeforeEach
  void fill() throws Exception {
    Files.createDirectories(directory.resolve("store"));
    Files.createDirectories(directory.resolve("aside"));
    vault = new DirectoryVault(directory.resolve("store"));
    vault.put(LARGE, ShopDump.gzip(large().text()));
    vault.put(SMALL, ShopDump.gzip(ShopDump.ofTheDatabase().text()));
  }

  private static ShopDump large() {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (int n = 10; n < 100_000; n++) {
      dump =
          dump.row(
              "customer",
              "(%d,'Somebody Else','n%06d@a-long-name-of-a-host.example.org','+49 1556 %d',2,"
                      .formatted(n, n, n)
                  + "'2020-01-02 00:00:00')");
    }
    return dump;
  }

  private String run(String limit) throws Exception {
    Process run =
        new ProcessBuilder(
                "bash",
                "-c",
                limit + " exec \"$@\"",
                "run",
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + directory.resolve("aside"),
                "-cp",
                System.getProperty("java.class.path"),
                Erasing.class.getName(),
                directory.toString())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    try (InputStream said = run.getInputStream()) {
      String all = new String(said.readAllBytes(), UTF_8);
      assertThat(run.waitFor()).as(Files.readString(directory.resolve("errors"))).isZero();
      return all;
    }
  }

  /** Takes Ann out of what is in the store, and prints how that ended. */
  static final class Erasing {
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      try (DirectoryVault vault = new DirectoryVault(directory.resolve("store"));
          Shop shop =
              new Shop(
                  Files.createTempDirectory(directory, "shop"), vault.settings(), Stores::open)) {
        shop.erase();
        Stream.concat(shop.ends().stream(), shop.notes().stream()).forEach(System.out::println);
        System.out.println(shop.uploads() + " uploads");
      }
    }
  }

  @Test
  void leavesTheObjectAloneAndSaysWhereThereIsNoRoomUntilThereIsSome() throws Exception {
    byte[] large = vault.get(LARGE);
    assertThat(run("ulimit -f 4096;"))
        .contains("nightly unreachable 1", "nightly verified 1", "0 uploads")
        .contains(" is unreachable: what was read of it could not be ")
        .contains("put aside in " + directory.resolve("aside") + ": File too large; make room");
    assertThat(vault.get(LARGE)).isEqualTo(large);
    assertThat(ShopDump.gunzip(vault.get(SMALL))).doesNotContain("Ann").contains("Ben");
    assertThat(run("")).contains("nightly verified 1").doesNotContain("unreachable", "put aside");
    assertThat(ShopDump.gunzip(vault.get(LARGE))).doesNotContain("Ann Ado").contains("Ben");
  }
}
