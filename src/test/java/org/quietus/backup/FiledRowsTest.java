package org.quietus.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.hold.HoldsChanged;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;
import org.quietus.target.HeldBackups;

/** Rows in which requests were filed, and notices left, go from dumps with whom they name. */
class FiledRowsTest {
  private static final String DUMP = "nightly/shop.sql.gz";
  private static final String INBOX =
      "`id` bigint(20) NOT NULL, `subject` varchar(100), `identifier_type` varchar(20),"
          + " `identifier_value` varchar(1000), `ground` varchar(30), `requester` varchar(12),"
          + " `evidence` varchar(64), `received_at` datetime(6), `verified` tinyint(1), `state`"
          + " varchar(12), `outcome` varchar(40)";
  private static final String OUTBOX =
      "`notice_id` varchar(40) NOT NULL, `recipient` varchar(100), `body` longtext, `created_at`"
          + " datetime(6), `acknowledged_at` datetime(6)";
  private static final String BEFORE = "'2026-02-01 10:00:00'";
  private static final String AFTER = "'2026-06-01 10:00:00'";

  private static final List<String> OF_ANN =
      List.of(
          inbox(1, "NULL", "email", " ANN@example.org", BEFORE, "new"),
          inbox(2, "'customer'", "phone", "+49 (1555) 1", BEFORE, "rejected"),
          inbox(3, "NULL", "mail", "ann@example.org", BEFORE, "rejected"));
  private static final List<String> OF_OTHERS =
      List.of(
          inbox(4, "NULL", "email", "ben@example.org", BEFORE, "new"),
          inbox(5, "'supplier'", "text", "ann@example.org", BEFORE, "rejected"),
          "(6,NULL,NULL,NULL,NULL,NULL,NULL," + BEFORE + ",1,'taken','request-1')",
          inbox(7, "NULL", "email", "ann@example.org", AFTER, "new"));
  private static final List<String> TO_ANN =
      List.of(
          notice("n1", "{\"encrypted-identifiers\":\"e30\"}", AFTER),
          notice("n2", identifiers("email", "ann@example.org"), BEFORE));
  private static final List<String> TO_OTHERS =
      List.of(
          notice("n3", identifiers("email", "ben@example.org"), BEFORE),
          notice("n4", identifiers("email", "ann@example.org"), AFTER),
          notice("n5", "{\"encrypted-identifiers\":\"e30\"}", BEFORE),
          "('n6','crm','not ours'," + BEFORE + ",NULL)");

  @TempDir Path directory;
  private Path store;
  private Vault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    store = Files.createDirectory(directory.resolve("store"));
    vault = new DirectoryVault(store);
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            Stores::open,
            """
            requests: { inbox: shop.erasure_inbox }
            recipients: { crm: { notify: "table:shop.notices", received: [email] } }
            """);
    shop.noticed("n1", "request-1");
    shop.noticed("n5", "request-9");
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private static String inbox(
      int id, String subject, String type, String value, String at, String state) {
    return "(%d,%s,'%s','%s',NULL,NULL,NULL,%s,1,'%s',NULL)"
        .formatted(id, subject, type, value, at, state);
  }

  private static String notice(String id, String payload, String at) {
    String body =
        "{\\\"payload\\\":\\\"%s\\\"}"
            .formatted(Base64.getEncoder().encodeToString(payload.getBytes(UTF_8)));
    return "('%s','crm','%s',%s,NULL)".formatted(id, body, at);
  }

  private static String identifiers(String type, String value) {
    return "{\"identifiers\":[{\"name\":\"%s\",\"type\":\"%s\",\"value\":\"%s\"}]}"
        .formatted(type, type, value);
  }

  private static ShopDump withTables(ShopDump dump) {
    return dump.table("erasure_inbox", INBOX).table("notices", OUTBOX);
  }

  private static ShopDump withRows(ShopDump dump) {
    withTables(dump);
    OF_ANN.forEach(row -> dump.row("erasure_inbox", row));
    TO_ANN.forEach(row -> dump.row("notices", row));
    return withOthers(dump);
  }

  private static ShopDump withOthers(ShopDump dump) {
    withTables(dump);
    OF_OTHERS.forEach(row -> dump.row("erasure_inbox", row));
    TO_OTHERS.forEach(row -> dump.row("notices", row));
    return dump;
  }

  private void put(ShopDump dump) throws Exception {
    vault.put(DUMP, ShopDump.gzip(dump.text()));
  }

  private List<String> lines() throws Exception {
    return ShopDump.lines(ShopDump.gunzip(vault.get(DUMP)));
  }

  @Test
  void thoseOfThePersonGoAndNoOthers() throws Exception {
    put(withRows(ShopDump.ofTheDatabase()));

    shop.erase();

    assertThat(lines())
        .isEqualTo(ShopDump.lines(withOthers(ShopDump.ofTheDatabase().withoutAnn()).text()));
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(shop.ledger())
        .contains("nightly.erasure_inbox delete 3", "nightly.notices delete 2")
        .noneMatch(line -> line.contains("review"));
    assertThat(shop.reread()).isEmpty();
  }

  @Test
  void thoseOfWhomAnEarlierRunErasedGoFromADumpThatTurnsUpLater() throws Exception {
    shop.noticed("n1", "request-0");
    shop.annErasedEarlier();
    put(withRows(ShopDump.ofTheDatabase()));

    shop.screen();

    assertThat(lines())
        .isEqualTo(ShopDump.lines(withOthers(ShopDump.ofTheDatabase().withoutAnn()).text()));
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  @Test
  void theyGoFromADumpThatWasMadeWhenThePersonWasGoneAlready() throws Exception {
    shop.noticed("n1", "request-0");
    shop.annErasedEarlier();
    put(withRows(ShopDump.ofTheDatabase().withoutAnn()));

    shop.screen();

    assertThat(lines())
        .isEqualTo(ShopDump.lines(withOthers(ShopDump.ofTheDatabase().withoutAnn()).text()));
    assertThat(shop.ledger())
        .containsExactly("nightly.erasure_inbox delete 3", "nightly.notices delete 2");
  }

  @Test
  void whoIsHeldKeepsThem() throws Exception {
    shop.noticed("n1", "request-0");
    shop.annErasedEarlier();
    shop.hold(sought -> true);
    ShopDump dump = withRows(ShopDump.ofTheDatabase().withoutAnn());
    put(dump);

    shop.screen();

    assertThat(lines()).isEqualTo(ShopDump.lines(dump.text()));
    assertThat(shop.notes()).anyMatch(note -> note.contains("request-0, who is held"));
  }

  /** Ben had Ann's address when the dump was made: either may have filed the request. */
  @Test
  void whatMayBeSomebodyElsesIsLeftForReview() throws Exception {
    ShopDump dump =
        withTables(ShopDump.ofTheDatabase())
            .replacing("customer", Shop.BEN, Shop.BEN.replace("ben@", "ann@"))
            .row("erasure_inbox", inbox(1, "NULL", "email", "ann@example.org", BEFORE, "new"))
            .row("erasure_inbox", inbox(2, "NULL", "phone", "+4915551", BEFORE, "new"));
    put(dump);

    shop.erase();

    assertThat(lines()).anyMatch(line -> line.contains("VALUES (1,NULL,'email','ann@"));
    assertThat(lines()).noneMatch(line -> line.contains("+4915551"));
    assertThat(shop.ledger())
        .contains("nightly.erasure_inbox left for review 1", "nightly.erasure_inbox delete 1");
  }

  @Test
  void goesOrStaysAsSomebodySaysUnlessItTellsSomethingElseByThen() throws Exception {
    String unsure = inbox(1, "NULL", "email", "ann@example.org", "NULL", "new");
    String other = inbox(2, "NULL", "phone", "+4915551", "NULL", "new");
    put(
        withTables(ShopDump.ofTheDatabase())
            .row("erasure_inbox", unsure)
            .row("erasure_inbox", other));
    shop.erase();
    assertThat(shop.reviews().of("request-1"))
        .extracting(row -> row.seen().key().orElse("") + row.seen().agreeing())
        .containsExactlyInAnyOrder("1[email]", "2[phone]");
    shop.say("request-1", true);
    String changed = other.replace("'customer'", "NULL").replace("'new'", "'taken'");
    String twin = inbox(1, "NULL", "email", "zoe@example.org", "NULL", "new");
    put(
        withTables(ShopDump.ofTheDatabase())
            .row("erasure_inbox", unsure)
            .row("erasure_inbox", twin)
            .row("erasure_inbox", changed));
    shop.nextRun();

    shop.erase();

    assertThat(dump()).contains(unsure, twin).doesNotContain(changed);
    assertThat(shop.ledger()).contains("nightly.erasure_inbox delete 1");
    shop.say("request-1", false);
    shop.nextRun();
    shop.erase();
    assertThat(dump()).contains(unsure, twin);
    assertThat(shop.ledger()).noneMatch(line -> line.contains("review"));
  }

  @Test
  void staysUnderAHoldThatIsSetOnceTheCleanCopyIsReady() throws Exception {
    String unsure = inbox(1, "NULL", "email", "ann@example.org", "NULL", "new");
    put(withTables(ShopDump.ofTheDatabase()).row("erasure_inbox", unsure));
    shop.erase();
    shop.say("request-1", true);
    shop.nextRun();
    shop.hold(
        new HeldBackups(
            false,
            false,
            work -> {
              throw new HoldsChanged();
            }));
    assertThatThrownBy(shop::erase).isInstanceOf(HoldsChanged.class);

    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.hold(person -> person.keys().rows().isEmpty());
    shop.erase();

    assertThat(dump()).contains(unsure);
  }

  private String dump() throws Exception {
    return ShopDump.gunzip(vault.get(DUMP));
  }

  @Test
  void oneThatDoesNotSayWhenItWasFiledGoesFromADumpOfTheTimeBeforeTheErasureAlone()
      throws Exception {
    ShopDump dump =
        withTables(ShopDump.ofTheDatabase())
            .row("erasure_inbox", inbox(1, "NULL", "email", "ann@example.org", "NULL", "new"));
    put(dump);
    shop.erase();
    assertThat(lines()).anyMatch(line -> line.contains("VALUES (1,NULL,'email','ann@"));
    assertThat(shop.ledger()).contains("nightly.erasure_inbox left for review 1");

    put(dump);
    Files.setLastModifiedTime(
        store.resolve(DUMP), FileTime.from(Instant.parse("2026-02-20T00:00:00Z")));
    shop.nextRun();
    shop.erase();

    assertThat(lines()).noneMatch(line -> line.contains("ann@example.org"));
    assertThat(shop.ledger()).contains("nightly.erasure_inbox delete 1");
  }

  /** As one that was rejected for that reason, or a notice; whoever was erased is anybody's. */
  @Test
  void oneThatDoesNotTellTheTenantOfWhomAnEarlierRunErasedIsLeftForReview() throws Exception {
    shop.close();
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("tenants")),
            vault.settings(),
            Stores::open,
            job ->
                job
                    + """
                    requests: { inbox: shop.erasure_inbox }
                    recipients: { crm: { notify: "table:shop.notices", received: [email] } }
                    tenant: { shop.customer: { column: account } }
                    """,
            List.of(
                "ALTER TABLE customer ADD COLUMN account VARCHAR(20)",
                "ALTER TABLE erasure_inbox ADD COLUMN tenant VARCHAR(64)"));
    shop.erasedEarlier(
        "request-0",
        Optional.of("acme"),
        Map.of(TokenKind.of(IdentifierType.EMAIL), "ann@example.org"));
    String filed = "(%d,NULL,'email','%s@example.org',NULL,NULL,NULL,%s,1,'rejected',NULL,%s)";
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .without("customer", Shop.BEN)
            .without("customer", Shop.CID)
            .table(
                "customer",
                "`id` bigint(20) NOT NULL, `full_name` varchar(100), `email` varchar(200), `phone`"
                    + " varchar(40), `address_id` bigint(20), `created_at` datetime(6), `account`"
                    + " varchar(20)")
            .table("erasure_inbox", INBOX + ", `tenant` varchar(64)")
            .table("notices", OUTBOX)
            .row("erasure_inbox", filed.formatted(1, "ann", BEFORE, "NULL"))
            .row("erasure_inbox", filed.formatted(2, "ann", BEFORE, "''"))
            .row("erasure_inbox", filed.formatted(3, "ann", BEFORE, "'other'"))
            .row("erasure_inbox", filed.formatted(4, "ben", BEFORE, "NULL"))
            .row("notices", notice("n2", identifiers("email", "ann@example.org"), BEFORE));
    put(dump);
    shop.screen();
    assertThat(lines()).isEqualTo(ShopDump.lines(dump.text()));
    assertThat(shop.ledger())
        .containsExactly(
            "nightly.erasure_inbox left for review 2", "nightly.notices left for review 1");
  }

  @Test
  void oneThatCannotBeReadStopsItselfAloneAndIsNamed() throws Exception {
    String unread = inbox(9, "NULL", "email", "d\u00ffe@example.org", BEFORE, "new");
    String head = "/*!40101 SET NAMES utf8mb4 */;\n";
    ShopDump dump = withRows(ShopDump.ofTheDatabase()).row("erasure_inbox", unread);
    String text = dump.text().replace("CREATE TABLE `address`", head + "CREATE TABLE `address`");
    vault.put("nightly/shop.sql", text.getBytes(ISO_8859_1));

    shop.erase();

    assertThat(new String(vault.get("nightly/shop.sql"), ISO_8859_1).lines())
        .noneMatch(line -> line.contains("'mail'"))
        .anyMatch(line -> line.contains("VALUES (9,NULL,'email'"));
    assertThat(shop.ends()).containsExactly("nightly unread-rows 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("'erasure_inbox.identifier_value'"));
  }

  @Test
  void aTableOfThatNameThatLacksAColumnIsNamed() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    put(dump.table("erasure_inbox", INBOX.replace(" `identifier_type` varchar(20),", "")));
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("table 'erasure_inbox' has no column 'identifier_type'"));
  }

  @Test
  void filesOfOneTableEachAreWorkedOffTogether() throws Exception {
    ShopDump dump = withRows(ShopDump.ofTheDatabase());
    for (String table : dump.tables()) {
      vault.put("nightly/1/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
    }
    shop.erase();
    assertThat(ShopDump.gunzip(vault.get("nightly/1/erasure_inbox.sql.gz")))
        .isEqualTo(
            withOthers(ShopDump.ofTheDatabase().withoutAnn()).text(List.of("erasure_inbox")));
    assertThat(shop.ends()).containsExactly("nightly verified 8");
  }
}
