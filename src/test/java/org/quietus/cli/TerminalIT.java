package org.quietus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.demo.DemoShop;
import org.quietus.database.DatabaseUrl;

/** Who is asked for identifiers on a terminal is told so. */
@EnabledOnOs(OS.LINUX)
class TerminalIT {
  private static final byte CTRL_D = 4;

  @TempDir Path directory;

  @Test
  void promptsForIdentifiers() throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeThat(script).as("util-linux, which makes a terminal").exists();
    Path job = job();
    String command =
        "'%s' -Xmx192m -XX:TieredStopAtLevel=1 -jar '%s' request add '%s' --identifiers-from -"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("quietus.jar", ""),
                job);
    Process terminal =
        new ProcessBuilder(script.toString(), "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    StringBuilder seen = new StringBuilder();
    try (InputStream out = terminal.getInputStream();
        OutputStream in = terminal.getOutputStream()) {
      readUntil("Ctrl-D", out, seen);
      in.write("email: ann@example.org\r".getBytes(StandardCharsets.UTF_8));
      in.flush();
      readUntil("ann@example.org", out, seen);
      in.write(CTRL_D);
      in.flush();
      readUntil("which is approved", out, seen);
    }
    assertThat(terminal.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(seen.toString()).contains("Type one identifier per line", "added request");
    assertThat(terminal.exitValue()).isZero();
  }

  private static void readUntil(String text, InputStream out, StringBuilder seen) throws Exception {
    while (seen.indexOf(text) < 0) {
      int next = out.read();
      assertThat(next).as("the end, after: " + seen).isNotNegative();
      seen.append((char) next);
    }
  }

  private Path job() throws Exception {
    String url = new DemoShop(directory).url();
    try (Connection shop = DriverManager.getConnection(DatabaseUrl.complete(url), "shop", "");
        Statement statement = shop.createStatement()) {
      statement.execute("CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(60))");
    }
    Path keys = directory.resolve("keys");
    JarRun.start("key", "generate", "--dir", keys.toString()).exitCode();
    return Files.writeString(
        directory.resolve("job.yaml"),
        """
        quietus: 1
        job: shop
        controller: Example GmbH
        zone: UTC
        evidence: { store: "%1$s", keys: %2$s }
        databases:
          shop: { url: "%3$s", username: shop, password: "", zone: UTC }
        subjects:
          customer: { records: shop.customer, identifiers: { email: email } }
        erasure:
          records:
            shop.customer: { then: delete }
        """
            .formatted(directory.resolve("evidence").toUri(), keys, url));
  }
}
