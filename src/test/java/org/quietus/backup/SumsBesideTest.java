package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.set.Stores;

/** What is signed, or has its checksum beside it, is not rewritten behind the back of these. */
class SumsBesideTest {
  private static final String FILES =
      """
      files:
        events: { of: shop, in: vault, objects: "events/**.csv", format: csv, from: at, persons: { customer: { email: email } }, on-erasure: delete }
      """;
  private static final String EVENTS = "email,at\nann@example.org,2026-02-01\n";

  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            Stores::open,
            job -> job.replace("nightly/**.sql*", "nightly/**.sql") + FILES,
            List.of());
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void put(String key, String content) throws Exception {
    vault.put(key, content.getBytes(UTF_8));
  }

  private String get(String key) throws Exception {
    return new String(vault.get(key), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {".sha256", ".md5", ".SHA512SUM", ".asc", ".sig", ".minisig"})
  void aDumpWithASignatureOrChecksumStaysUntilThatIsRemoved(String ending) throws Exception {
    put("nightly/shop.sql", ShopDump.ofTheDatabase().text());
    put("nightly/shop.sql" + ending, "of it");
    put("events/a.csv", EVENTS);
    put("events/a.csv" + ending, "of it");

    shop.erase();

    assertThat(get("nightly/shop.sql")).isEqualTo(ShopDump.ofTheDatabase().text());
    assertThat(get("events/a.csv")).isEqualTo(EVENTS);
    assertThat(shop.ends()).containsExactly("events unsupported 1", "nightly unsupported 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("beside it as 'NAME" + ending + "'"));

    vault.delete("nightly/shop.sql" + ending);
    vault.delete("events/a.csv" + ending);
    shop.end();
    shop.nextRun();
    shop.annErasedEarlier();
    shop.erase("request-2", "nobody@example.org");
    assertThat(get("nightly/shop.sql")).isEqualTo(ShopDump.ofTheDatabase().withoutAnn().text());
    assertThat(get("events/a.csv")).isEqualTo("email,at\n");
  }

  @Test
  void oneInWhichNobodyIsSoughtIsClean() throws Exception {
    String others = ShopDump.ofTheDatabase().withoutAnn().text();
    put("nightly/shop.sql", others);
    put("nightly/shop.sql.sha256", "of it");
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly clean 1");
  }

  @Test
  void whatLiesBesideItUnderOtherNamesDoesNotKeepIt() throws Exception {
    put("nightly/shop.sql", ShopDump.ofTheDatabase().text());
    put("nightly/shop.sql.sha256.old/x", "of another");
    put("nightly/shop.sq.sha256", "of another");
    shop.erase();
    assertThat(get("nightly/shop.sql")).isEqualTo(ShopDump.ofTheDatabase().withoutAnn().text());
  }
}
