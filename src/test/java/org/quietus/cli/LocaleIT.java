package org.quietus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.demo.DemoShop;
import org.quietus.database.DatabaseUrl;

/** What cron sets, LC_ALL=C, spoils neither passwords nor what is printed. */
@EnabledOnOs(OS.LINUX)
@Tag("long")
class LocaleIT {
  private static final String PASSWORD = "gr\u00fcn-\u5bc6\u7801";

  @TempDir Path directory;

  @Test
  void readsAPasswordAsUtf8() throws Exception {
    String url = new DemoShop(directory).url();
    try (Connection shop =
        DriverManager.getConnection(DatabaseUrl.complete(url), "shop", PASSWORD)) {
      shop.createStatement().execute("CREATE TABLE visit (id INT PRIMARY KEY, at TIMESTAMP)");
    }
    Path keys = directory.resolve("keys");
    assertThat(JarRun.start(Map.of(), "key", "generate", "--dir", keys.toString()).exitCode())
        .isZero();
    Path job =
        Files.writeString(
            directory.resolve("job.yaml"),
            """
            quietus: 1
            job: shop
            controller: Example GmbH
            zone: UTC
            evidence: { store: "%1$s", keys: %2$s }
            databases:
              shop: { url: "%3$s", username: shop, password: "${PW}", zone: UTC }
            retention:
              old: { records: shop.visit, keep: P1Y, from: at, then: delete }
            """
                .formatted(directory.resolve("evidence").toUri(), keys, url));
    JarRun good = JarRun.start(Map.of("LC_ALL", "C", "PW", PASSWORD), "validate", job.toString());
    assertThat(good.exitCode()).as(good.printed()).isZero();
    JarRun bad = JarRun.start(Map.of("LC_ALL", "C", "PW", "grun"), "validate", job.toString());
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.printed()).contains("ACCESS-DENIED");
  }

  @Test
  void worksOffARequestWhoseJobFileAndPersonAreNotAscii() throws Exception {
    String url = new DemoShop(directory).url();
    try (Connection shop =
            DriverManager.getConnection(DatabaseUrl.complete(url), "shop", PASSWORD);
        Statement statement = shop.createStatement()) {
      statement.execute(
          "CREATE TABLE kund\u00e9 (id INT PRIMARY KEY, name VARCHAR(60), email VARCHAR(60))");
      statement.execute(
          "INSERT INTO kund\u00e9 VALUES (1, '\u674e\u96f7', 'a@example.org'), (2, 'Bob',"
              + " 'b@example.org')");
    }
    Path keys = directory.resolve("keys");
    JarRun.start(Map.of(), "key", "generate", "--dir", keys.toString()).exitCode();
    Path job =
        Files.writeString(
            directory.resolve("job.yaml"),
            """
            quietus: 1
            job: shop
            controller: Gr\u00fcn \u4e2d\u56fd
            zone: UTC
            evidence: { store: "file://%1$s/gr\u00fcn", keys: %2$s }
            databases:
              shop: { url: "%3$s", username: shop, password: "${PW}", zone: UTC }
            subjects:
              customer: { records: shop.kund\u00e9, identifiers: { name: name, email: email } }
            erasure:
              records:
                shop.kund\u00e9: { then: delete }
            """
                .formatted(directory, keys, url));
    Path person =
        Files.writeString(
            directory.resolve("person.txt"), "name: \u674e\u96f7\nemail: a@example.org\n");
    Map<String, String> cron = Map.of("LC_ALL", "C", "PW", PASSWORD);

    JarRun added =
        JarRun.start(
            cron, "request", "add", job.toString(), "--identifiers-from", person.toString());
    assertThat(added.exitCode()).as(added.printed()).isZero();
    JarRun run = JarRun.start(cron, "run", job.toString());

    assertThat(run.exitCode()).as(run.printed()).isZero();
    assertThat(run.printed()).contains("shop.kund\u00e9", "COMPLETE");
    try (Connection shop =
            DriverManager.getConnection(DatabaseUrl.complete(url), "shop", PASSWORD);
        Statement statement = shop.createStatement();
        ResultSet left = statement.executeQuery("SELECT name FROM kund\u00e9")) {
      assertThat(left.next()).isTrue();
      assertThat(left.getString(1)).isEqualTo("Bob");
      assertThat(left.next()).isFalse();
    }
    JarRun named = JarRun.start(cron, "validate", directory + "/gr\u00fcn/job.yaml");
    assertThat(named.exitCode()).isEqualTo(2);
    assertThat(named.printed()).contains("LC_ALL=C.UTF-8").doesNotContain("Exception");
  }

  @Test
  void printsUtf8() throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("run.sh"), "LC_ALL=C exec \"$@\" gr\u00fcn-\u5bc6\u7801");
    Process process =
        new ProcessBuilder(
                "sh",
                script.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("quietus.jar", ""))
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), "UTF-8")).contains(PASSWORD);
  }
}
