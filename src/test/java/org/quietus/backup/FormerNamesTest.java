package org.quietus.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.set.Stores;
import org.quietus.policy.InvalidInput;

/**
 * Dumps of a time when tables and columns had other names, or were not there yet: by what the job
 * file says of that time persons go from them, and a dump that says something else stays, by name.
 */
class FormerNamesTest {
  private static final String KEY = "nightly/shop.sql";
  private static final Instant OLD = Instant.parse("2026-02-01T02:00:00Z");
  private static final Instant NEW = Instant.parse("2026-02-20T02:00:00Z");
  private static final String CLIENTS =
      "shop.customer: { was: client, columns: { email: mail, full_name: name } }, "
          + "shop.chat_message: { columns: { customer_ref: client_ref } }";

  @TempDir Path directory;
  private DirectoryVault vault;
  private @Nullable Shop shop;

  /** A shop of whose dumps it is said what they were before 15 February. */
  private void open(String format, String former) throws Exception {
    vault = new DirectoryVault(Files.createDirectories(directory.resolve("store")));
    String objects = format.equals("mysqldump") ? "**.sql*" : "**";
    shop =
        new Shop(
            Files.createTempDirectory(directory, "shop"),
            vault.settings(),
            Stores::open,
            job ->
                job.replaceFirst(
                    "nightly/\\*\\*.sql\\*\", format: mysqldump",
                    "nightly/%s\", format: %s, pitr: none, schema-before: { 2026-02-15: { %s } }"
                        .formatted(objects, format, former)),
            List.of());
  }

  @AfterEach
  void close() {
    if (shop != null) {
      shop.close();
    }
    vault.close();
  }

  private void put(String key, String content, Instant made) throws Exception {
    vault.put(key, content.getBytes(key.endsWith(".idx") ? ISO_8859_1 : UTF_8));
    Files.setLastModifiedTime(directory.resolve("store").resolve(key), FileTime.from(made));
  }

  private String get(String key) throws Exception {
    return new String(vault.get(key), key.endsWith(".idx") ? ISO_8859_1 : UTF_8);
  }

  private static String former(String text) {
    return text.replace("`customer`", "`client`")
        .replace("\"customer\"", "\"client\"")
        .replace("email", "mail")
        .replace("full_name", "name")
        .replace("customer_ref", "client_ref");
  }

  private static Map<String, String> former(Map<String, String> files) {
    Map<String, String> then = new LinkedHashMap<>();
    files.forEach(
        (name, text) ->
            then.put(
                name.replaceFirst("\\bcustomer\\b", "client"),
                former(text).replaceAll("\\bshop([.@])customer\\b", "shop$1client")));
    return then;
  }

  @Test
  void personsGoFromADumpOfOtherNames() throws Exception {
    open("mysqldump", CLIENTS);
    put(KEY, former(ShopDump.ofTheDatabase().text()), OLD);
    put("nightly/new.sql", ShopDump.ofTheDatabase().text(), NEW);

    shop.erase();

    assertThat(get(KEY)).isEqualTo(former(ShopDump.ofTheDatabase().withoutAnn().text()));
    assertThat(get("nightly/new.sql")).isEqualTo(ShopDump.ofTheDatabase().withoutAnn().text());
    assertThat(shop.ends()).containsExactly("nightly verified 2");
  }

  @Test
  void whoWasErasedEarlierGoesFromADumpOfOtherNames() throws Exception {
    open("mysqldump", CLIENTS);
    shop.annErasedEarlier();
    put(KEY, former(ShopDump.ofTheDatabase().text()), OLD);

    shop.erase("request-2", "nobody@example.org");

    assertThat(get(KEY)).isEqualTo(former(ShopDump.ofTheDatabase().withoutAnn().text()));
  }

  /** What was rewritten is as old as what it was made of. */
  @Test
  void aLaterRunReadsWhatWasRewrittenUnderItsFormerNamesStill() throws Exception {
    open("mysqldump", CLIENTS);
    put(KEY, former(ShopDump.ofTheDatabase().text()), OLD);
    shop.erase();
    shop.end();
    shop.nextRun();

    shop.erase("request-2", "cid@example.org");

    assertThat(get(KEY))
        .isNotEqualTo(former(ShopDump.ofTheDatabase().withoutAnn().text()))
        .doesNotContain("cid@example.org")
        .contains("ben@example.org");
    assertThat(shop.ends()).contains("nightly verified 1");
  }

  @Test
  void columnsOfOtherNamesAreMadeAnonymous() throws Exception {
    vault = new DirectoryVault(Files.createDirectories(directory.resolve("store")));
    shop =
        new Shop(
            Files.createTempDirectory(directory, "shop"),
            vault.settings(),
            Stores::open,
            job ->
                job.replaceFirst(
                        "nightly/\\*\\*.sql\\*\", format: mysqldump",
                        "nightly/**.sql*\", format: mysqldump, schema-before: { 2026-02-15: { "
                            + CLIENTS
                            + " } }")
                    .replace(
                        "shop.customer: { then: delete }", "shop.customer: { then: anonymise }")
                    .replace(
                        "shop.chat_message: { then: delete }",
                        "shop.chat_message: { then: anonymise }")
                    .replace(
                        "erasure:\n",
                        """
                        anonymise:
                          shop.customer: { with: { full_name: redact, email: set-null, phone: set-null, address_id: set-null } }
                          shop.chat_message: { with: { body: set-null } }
                        erasure:
                        """),
            List.of());
    put(KEY, former(ShopDump.ofTheDatabase().text()), OLD);

    shop.erase();

    assertThat(get(KEY))
        .contains("VALUES (1,'*******',NULL,NULL,NULL,")
        .contains("VALUES (1,1,NULL)")
        .contains("`mail` varchar", Shop.BEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mydumper", "mysqldump-tab", "mysql-shell"})
  void personsGoFromFoldersOfOtherNames(String format) throws Exception {
    open(format, CLIENTS);
    Map<String, String> before = former(files(format, ShopDump.ofTheDatabase()));
    for (Map.Entry<String, String> file : before.entrySet()) {
      put("nightly/" + file.getKey(), file.getValue(), OLD);
    }

    shop.erase();

    Map<String, String> after = former(files(format, ShopDump.ofTheDatabase().withoutAnn()));
    Map<String, String> stored = new LinkedHashMap<>();
    for (String name : after.keySet()) {
      stored.put(name, get("nightly/" + name));
    }
    assertThat(shop.notes()).isEmpty();
    assertThat(stored).isEqualTo(after);
  }

  private static Map<String, String> files(String format, ShopDump dump) {
    return switch (format) {
      case "mydumper" -> ShopFolders.counting(dump);
      case "mysqldump-tab" -> ShopFolders.tab(dump);
      default -> ShopFolders.shell(dump, "");
    };
  }

  /** Nobody had it then. */
  @Test
  void aColumnThatCameLaterIsAsIfItWereEmpty() throws Exception {
    open("mysqldump", "shop.customer: { without: [ phone, created_at ] }");
    String old = withoutPhone(ShopDump.ofTheDatabase().text());
    put(KEY, old, OLD);

    shop.erase();

    assertThat(get(KEY)).isEqualTo(withoutPhone(ShopDump.ofTheDatabase().withoutAnn().text()));
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  private static String withoutPhone(String text) {
    return text.replaceAll(",\n *`phone` varchar\\(40\\)", "")
        .replaceAll(",\n *`created_at` datetime\\(6\\)", "")
        .replaceAll("'\\+49 1555 \\d',", "")
        .replaceAll(",'2020-01-0\\d 00:00:00'\\)", ")");
  }

  @Test
  void aDumpOfThatTimeWithTheNamesOfTodayStays() throws Exception {
    open("mysqldump", CLIENTS);
    put(KEY, ShopDump.ofTheDatabase().text(), OLD);
    assertStays("by 'schema-before' of the job file, its table");
  }

  @Test
  void aDumpOfALaterTimeWithFormerNamesStays() throws Exception {
    open("mysqldump", CLIENTS);
    put(KEY, former(ShopDump.ofTheDatabase().text()), NEW);
    assertStays("the database has no table 'client' any more");
  }

  /** Midnight in the zone of the job file. */
  @ParameterizedTest
  @CsvSource({"2026-02-14T22:59:59Z, true", "2026-02-14T23:00:00Z, false"})
  void aDayBeginsInTheZoneOfTheJobFile(Instant made, boolean former) throws Exception {
    open("mysqldump", CLIENTS);
    put(KEY, former(ShopDump.ofTheDatabase().text()), made);
    shop.erase();
    assertThat(shop.ends())
        .containsExactly(former ? "nightly verified 1" : "nightly unmatched-schema 1");
  }

  @Test
  void aColumnThatWasToBeThereAndIsNotKeepsTheDumpAsItIs() throws Exception {
    open("mysqldump", CLIENTS);
    put(KEY, former(ShopDump.ofTheDatabase().text()).replace("`mail`", "`address`"), OLD);
    assertStays("its table 'client' had a column 'mail' before 2026-02-15");
  }

  @Test
  void aColumnOfTodayBesideTheFormerOneKeepsTheDumpAsItIs() throws Exception {
    open("mysqldump", CLIENTS);
    put(
        KEY,
        former(ShopDump.ofTheDatabase().text())
            .replace("`phone` varchar(40)", "`email` varchar(40)"),
        OLD);
    assertStays("its table 'client' had no column 'email', or another one was called so");
  }

  @Test
  void aColumnThatWasNotToBeThereKeepsTheDumpAsItIs() throws Exception {
    open("mysqldump", "shop.customer: { without: [ phone ] }");
    put(KEY, ShopDump.ofTheDatabase().text(), OLD);
    assertStays("its table 'customer' had no column 'phone'");
  }

  @Test
  void aColumnOfAnotherKindIsNotTakenForThatOfToday() throws Exception {
    open("mysqldump", CLIENTS);
    put(
        KEY,
        former(ShopDump.ofTheDatabase().text()).replace("`client_ref` bigint", "`client_ref` date"),
        OLD);
    assertStays("is of type date(20), which cannot be column 'customer_ref' of today");
  }

  /** Rows of it would be left that hang on persons by a column that came later. */
  @Test
  void twoTablesThatWouldBothBeOneKeepTheDumpAsItIs() throws Exception {
    open("mysqldump", CLIENTS);
    put(
        KEY,
        former(ShopDump.ofTheDatabase().text())
            + "CREATE TABLE `Client` (`id` bigint, `mail` varchar(90), `name` varchar(90));\n",
        OLD);
    assertStays("one of its tables");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop.custmer: { was: client }                           | UNKNOWN-TABLE",
        "shop.customer: { columns: { mail: email } }             | UNKNOWN-COLUMN",
        "shop.customer: { without: [ fax ] }                     | UNKNOWN-COLUMN",
        "shop.customer: { columns: { email: phone } }            | SAME-FORMER-NAME",
        "shop.customer: { without: [ email, phone ] }            | HIDDEN-COLUMN",
        "shop.customer: { without: [ id ] }                      | HIDDEN-COLUMN",
        "shop.customer: { without: [ address_id ] }              | HIDDEN-COLUMN",
        "shop.chat_message: { without: [ customer_ref ] }        | HIDDEN-COLUMN",
        "shop.orders: { without: [ customer_id ] }               | HIDDEN-COLUMN",
        "shop.invoice: { without: [ issued_at ] }                | HIDDEN-COLUMN",
      })
  void whatIsNotThereOrWouldHideAPersonIsRefused(String former, String id) {
    assertThatThrownBy(() -> open("mysqldump", former))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(id);
  }

  private void assertStays(String why) throws Exception {
    String before = get(KEY);
    shop.erase();
    assertThat(get(KEY)).isEqualTo(before);
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains(why));
  }
}
