package org.quietus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.MariaDbServer;
import org.quietus.testing.RestoredDump;
import org.quietus.testing.Servers;
import org.quietus.testing.TableRows;

/**
 * Whichever way a dump is written, two customers are taken out of it as out of the database, and it
 * restores to what is left there. {@code -Ddump.seeds=200} tries so many, {@code -Ddump.seed=7}
 * begins with that one.
 */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "it is about mysqldump")
class DumpVariantsTest {
  private static final int A_RUN = 12;
  private static final int[] ERASED = {2, 5};

  @TempDir Path directory;
  private final MariaDbServer server = Servers.mariaDb();

  @Test
  void aDozenFormsOfADump() throws Exception {
    erase(new VariantShop(1, false), 1, 6);
    erase(new VariantShop(2, true), 7, 6);
  }

  @Test
  @Tag("long")
  void manyFormsOfADump() throws Exception {
    long first = Long.getLong("dump.seed", 100);
    int all = Integer.getInteger("dump.seeds", 48);
    for (int n = 0; n < all; n += A_RUN) {
      erase(new VariantShop(first + n, n / A_RUN % 2 == 1), first + n, Math.min(A_RUN, all - n));
    }
  }

  private void erase(VariantShop shop, long first, int count) throws Exception {
    System.out.println("dump variants: seeds " + first + " to " + (first + count - 1));
    server.createSchema(VariantShop.SCHEMA);
    try (Connection connection = server.connect("")) {
      connection.createStatement().execute("DROP DATABASE IF EXISTS quietus");
    }
    try (Connection connection = server.connect(VariantShop.SCHEMA)) {
      shop.fill(connection);
    }
    byte[] older = MariaDbPrograms.dump(VariantShop.SCHEMA);
    try (Connection connection = server.connect(VariantShop.SCHEMA)) {
      shop.another(connection);
    }
    byte[] before = MariaDbPrograms.dump(VariantShop.SCHEMA);
    Path home = Files.createDirectory(directory.resolve("s" + first));
    Path vault = Files.createDirectory(home.resolve("vault"));
    List<DumpVariant> variants = new ArrayList<>();
    for (long seed = first; seed < first + count; seed++) {
      DumpVariant variant = DumpVariant.of(seed, older);
      for (String name : variant.files().keySet()) {
        Path file = vault.resolve(variant.key(name));
        Files.createDirectories(file.getParent());
        Files.write(file, variant.stored(name));
      }
      variants.add(variant);
    }

    OpenedJob job =
        new OpenedJob(home, server, VariantShop.SCHEMA, shop.job(zone()))
            .with("VAULT", vault.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    for (int id : ERASED) {
      job.request("email: " + VariantShop.email(id));
    }
    CommandRun run = job.run();
    assertThat(run.exitCode()).as("%s%n%s", forms(variants), run.err()).isZero();

    Map<String, List<String>> left = rows();
    assertThat(byHand(shop, before)).as("by hand").isEqualTo(left);
    for (DumpVariant variant : variants) {
      ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
      for (String name : variant.files().keySet()) {
        byte[] stored = Files.readAllBytes(vault.resolve(variant.key(name)));
        rewritten.writeBytes(variant.content(stored));
      }
      Map<String, List<String>> expected = variant.lossy() ? byHand(shop, variant.content()) : left;
      restored(rewritten.toByteArray());
      assertThat(rows()).as("seed %d: %s", variant.seed(), variant.form()).isEqualTo(expected);
    }
  }

  private static String forms(List<DumpVariant> variants) {
    StringBuilder forms = new StringBuilder();
    variants.forEach(v -> forms.append(v.seed()).append(": ").append(v.form()).append('\n'));
    return forms.toString();
  }

  /** Not every dump switches foreign keys off itself. */
  private static RestoredDump restored(byte[] dump) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("SET FOREIGN_KEY_CHECKS=0;\n".getBytes(US_ASCII));
    all.writeBytes(dump);
    return RestoredDump.of(all.toByteArray(), VariantShop.SCHEMA);
  }

  private Map<String, List<String>> byHand(VariantShop shop, byte[] dump) throws Exception {
    RestoredDump restored = restored(dump);
    for (int id : ERASED) {
      restored.with("SET NAMES utf8mb4;\n" + shop.byHand(id));
    }
    return rows();
  }

  private Map<String, List<String>> rows() throws Exception {
    try (Connection connection = server.connect(VariantShop.SCHEMA)) {
      connection.createStatement().execute("SET time_zone = '+00:00'");
      return TableRows.of(connection, VariantShop.SCHEMA);
    }
  }

  /** The server's own, in which dumps with {@code --skip-tz-utc} are written. */
  private static String zone() {
    return java.time.ZoneId.systemDefault().getId();
  }
}
