package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.set.Stores;

/** Files of a time when what is looked for in records had other names, or was not there yet. */
class FormerRecordsTest {
  private static final Instant OLD = Instant.parse("2026-02-01T02:00:00Z");
  private static final Instant NEW = Instant.parse("2026-02-20T02:00:00Z");
  private static final String FILES =
      """
      files:
        events:
          of: shop
          in: vault
          objects: "events/**.csv"
          format: csv
          from: at
          persons: { customer: { email: email, user: id } }
          on-erasure: delete
          schema-before:
            2026-02-15: { columns: { email: mail, at: ts }, without: [ user ] }
            2026-01-15: { columns: { email: address }, without: [ user ] }
        access:
          of: shop
          in: vault
          objects: "access/**.csv"
          format: csv
          from: ts
          persons: { customer: { email: email } }
          on-erasure: anonymise
          anonymise: { email: set-null, ip: { network: 16 } }
          schema-before: { 2026-02-15: { columns: { email: mail, ip: address } } }
        lines:
          of: shop
          in: vault
          objects: "lines/**.jsonl"
          format: jsonl
          from: at
          persons: { customer: { user.email: email } }
          on-erasure: anonymise
          anonymise: { user.email: set-null }
          schema-before: { 2026-02-15: { columns: { user.email: mail } } }
      """;

  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectories(directory.resolve("store")));
    shop =
        new Shop(
            Files.createTempDirectory(directory, "shop"), vault.settings(), Stores::open, FILES);
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void put(String key, String content, Instant made) throws Exception {
    vault.put(key, content.getBytes(UTF_8));
    Files.setLastModifiedTime(directory.resolve("store").resolve(key), FileTime.from(made));
  }

  private String get(String key) throws Exception {
    return new String(vault.get(key), UTF_8);
  }

  @Test
  void recordsGoUnderTheNamesThatTheirTimeHad() throws Exception {
    put("events/new.csv", "email,at,user\nann@example.org,,\nben@example.org,,2\n", NEW);
    put("events/old.csv", "mail,ts\nann@example.org,\nben@example.org,\n", OLD);
    put(
        "events/older.csv",
        "at,address\n,Ann@example.org\n,ben@example.org\n",
        Instant.parse("2026-01-14T02:00:00Z"));

    shop.erase();

    assertThat(get("events/new.csv")).isEqualTo("email,at,user\nben@example.org,,2\n");
    assertThat(get("events/old.csv")).isEqualTo("mail,ts\nben@example.org,\n");
    assertThat(get("events/older.csv")).isEqualTo("at,address\n,ben@example.org\n");
    assertThat(shop.ends()).containsExactly("events verified 3");
  }

  @Test
  void whoWasErasedEarlierGoesFromFilesOfOtherNames() throws Exception {
    shop.annErasedEarlier();
    put("events/old.csv", "mail,ts\nann@example.org,\nben@example.org,\n", OLD);
    shop.erase("request-2", "nobody@example.org");
    assertThat(get("events/old.csv")).isEqualTo("mail,ts\nben@example.org,\n");
  }

  @Test
  void recordsAreMadeAnonymousUnderTheNamesThatTheirTimeHad() throws Exception {
    put("access/old.csv", "address,mail,ts\n10.1.2.3,ann@example.org,\n", OLD);
    put("access/new.csv", "ip,email,ts\n10.1.2.3,ann@example.org,\n", NEW);
    shop.erase();
    assertThat(get("access/old.csv")).isEqualTo("address,mail,ts\n10.1.0.0,,\n");
    assertThat(get("access/new.csv")).isEqualTo("ip,email,ts\n10.1.0.0,,\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email,at,user | the header has no column 'mail', 'ts'",
        "mail,ts,email | it has no column 'email' of today, and it has one",
        "mail,ts,user  | it has no column 'user' of today, and it has one",
      })
  void aFileThatSaysSomethingElseStays(String header, String why) throws Exception {
    String content = header + "\nann@example.org,,\n";
    put("events/old.csv", content, OLD);
    shop.erase();
    assertThat(get("events/old.csv")).isEqualTo(content);
    assertThat(shop.ends()).containsExactly("events unmatched-schema 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains(why));
  }

  /** Nothing in a file says which of them it has. */
  @Test
  void linesOfAFormerTimeAreSearchedUnderBothNames() throws Exception {
    put(
        "lines/old.jsonl",
        """
        {"mail":"ann@example.org","n":1}
        {"user":{"email":"ann@example.org"},"n":2}
        {"mail":"ben@example.org"}
        """,
        OLD);
    shop.erase();
    assertThat(get("lines/old.jsonl"))
        .isEqualTo(
            """
            {"mail":null,"n":1}
            {"user":{"email":null},"n":2}
            {"mail":"ben@example.org"}
            """);
  }

  @Test
  void whatWasMadeLaterIsSearchedUnderTheNamesOfToday() throws Exception {
    String content = "mail,ts\nann@example.org,\n";
    put("events/new.csv", content, NEW);
    shop.erase();
    assertThat(get("events/new.csv")).isEqualTo(content);
    assertThat(shop.ends()).isEqualTo(List.of("events unmatched-schema 1"));
  }
}
