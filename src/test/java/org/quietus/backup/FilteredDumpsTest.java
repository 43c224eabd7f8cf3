package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.target.BackupEnd;
import org.quietus.target.GoneKey;
import org.quietus.target.HeldBackups;
import org.quietus.testing.Seeds;

/**
 * Dumps of which it is noted what leads to persons in them: they are not read for whoever cannot be
 * in them. The set {@code nightly} is noted, {@code monthly} is read each time.
 */
class FilteredDumpsTest {
  private static final String DUMP = "nightly/shop.sql.gz";
  private static final String BEN = "ben@example.org";
  private static final String CID = "cid@example.org";
  private static final String INBOX =
      "`id` bigint(20) NOT NULL, `subject` varchar(100), `identifier_type` varchar(20),"
          + " `identifier_value` varchar(1000), `ground` varchar(30), `requester` varchar(12),"
          + " `evidence` varchar(64), `received_at` datetime(6), `verified` tinyint(1), `state`"
          + " varchar(12), `outcome` varchar(40)";
  private static final String OUTBOX =
      "`notice_id` varchar(40) NOT NULL, `recipient` varchar(100), `body` longtext, `created_at`"
          + " datetime(6), `acknowledged_at` datetime(6)";

  /** What leads to Ben, or may, in a dump that has nothing else of him. */
  private static final List<UnaryOperator<ShopDump>> TRACES =
      List.of(
          dump -> dump.row("customer", "(2,'B','b@example.org','1',NULL,'2020-01-02 00:00:00')"),
          dump -> dump.row("customer", "(9,'B','BEN@Example.org','1',9,'2020-01-02 00:00:00')"),
          dump -> dump.row("customer", "(9,'B',NULL,'+49 (1555) 2',9,'2020-01-02 00:00:00')"),
          dump -> dump.row("customer", "(9,'B','x@example.org','+4915552',9,NULL)"),
          dump -> dump.row("orders", "(2,2,NULL)"),
          dump -> dump.row("chat_message", "(2,2,'hello')"),
          dump -> dump.row("invoice", "(3,2,'2011-05-05')"),
          dump -> dump.row("address", "(2,'2 Ben Road')"),
          dump -> dump.row("customer", "('?','Zed','zed@example.org','1',NULL,NULL)"),
          dump -> dump.row("orders", "(7,'?',NULL)"));

  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;
  private final Map<String, Integer> opened = new HashMap<>();
  private final Map<Shop, Path> directories = new HashMap<>();

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop = open(job -> job);
  }

  private Shop open(UnaryOperator<String> edited, String... statements) throws Exception {
    Path files = Files.createTempDirectory(directory, "shop");
    Shop opened =
        new Shop(
            files,
            vault.settings(),
            (settings, clock) -> counting(Stores.open(settings, clock)),
            job ->
                edited.apply(
                    job.replaceFirst(
                        "(?s)(nightly: .*?), keep-generations: 0", "$1, filters: keep")),
            List.of(statements));
    directories.put(opened, files);
    return opened;
  }

  private void open(String more) throws Exception {
    shop.close();
    shop = open(job -> job + more);
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private ObjectStore counting(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("open")) {
                String key = ((Pin) arguments[0]).key().value();
                opened.merge(key.substring(0, key.indexOf('/')), 1, Integer::sum);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void put(ShopDump dump) throws Exception {
    vault.put(DUMP, ShopDump.gzip(dump.text()));
  }

  private void put(String key, String content) throws Exception {
    vault.put(key, content.getBytes(UTF_8));
  }

  /** Ann and Cid, with everything that is theirs. */
  private static ShopDump withoutBen() {
    return ShopDump.ofTheDatabase()
        .without("address", "(2,'2 Ben Road')")
        .without("chat_message", "(2,2,'It\\'s Ben')")
        .without("customer", Shop.BEN)
        .without("invoice", "(3,2,'2011-05-05')")
        .without("order_item", "(3,2,'Ben: scarf')")
        .without("orders", "(2,2,2)");
  }

  /** A first erasure, after which it is noted what is left. */
  private void eraseAnn() {
    shop.erase();
    shop.nextRun();
    opened.clear();
  }

  private int noted() {
    return shop.jdbc()
        .queryForList(
            "SELECT DISTINCT version_token FROM quietus.value_filter WHERE page_no = 0",
            String.class)
        .size();
  }

  private boolean isRead(String request, String address) {
    opened.clear();
    shop.erase(request, address);
    shop.nextRun();
    return !opened.isEmpty();
  }

  @Test
  void whoCannotBeInItIsRuledOutWithoutReadingIt() throws Exception {
    put(withoutBen());
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    byte[] clean = vault.get(DUMP);
    shop.nextRun();
    opened.clear();

    shop.erase("request-3", BEN);

    assertThat(opened).isEmpty();
    assertThat(shop.ends()).containsExactly("nightly clean 1");
    assertThat(shop.reread()).isEmpty();
    assertThat(vault.get(DUMP)).isEqualTo(clean);
    assertThat(shop.notes())
        .contains(
            "backup set 'nightly': 1 object version was not read again, for what was noted of it"
                + " rules out everybody who is sought");
    shop.nextRun();
    shop.erase("request-4", CID);
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain(Shop.CID);
  }

  @Test
  void whoeverIsInItHasItReadForEverybody() throws Exception {
    put(ShopDump.ofTheDatabase());
    eraseAnn();
    assertThat(isRead("request-4", "nobody@example.org")).isFalse();
    shop.eraseBoth();
    assertThat(opened).isNotEmpty();
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  @Test
  void anotherContentIsRead() throws Exception {
    put(withoutBen());
    eraseAnn();
    put(ShopDump.ofTheDatabase());
    assertThat(isRead("request-3", BEN)).isTrue();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain(Shop.BEN);
  }

  @Test
  void aNewEpochAndADestroyedOneHaveItRead() throws Exception {
    put(withoutBen());
    eraseAnn();
    shop.rotate();
    assertThat(isRead("request-3", BEN)).isTrue();
    assertThat(isRead("request-3", BEN)).isFalse();
    shop.tokens().destroy(2);
    assertThat(isRead("request-3", BEN)).isTrue();
  }

  @Test
  void anotherTableOfTheDatabaseHasItRead() throws Exception {
    put(withoutBen());
    eraseAnn();
    shop.reshape("ALTER TABLE chat_message ADD COLUMN about BIGINT");
    assertThat(isRead("request-3", BEN)).isTrue();
    assertThat(isRead("request-3", BEN)).isFalse();
  }

  @Test
  void anotherJobFileHasItRead() throws Exception {
    put(withoutBen());
    eraseAnn();
    String noted = form(shop, shop);
    try (Shop same = open(job -> job)) {
      assertThat(form(same, shop)).isEqualTo(noted);
    }
    for (String change :
        List.of(
            ", phone: phone }=> }",
            "created: created_at=>",
            "{ keep: P10Y, from: issued_at, then: delete, because: bookkeeping }=>{ then: delete }",
            "rewrite, filters=>rewrite, zone: Asia/Tokyo, filters")) {
      String[] parts = change.split("=>", 2);
      try (Shop other = open(job -> job.replace(parts[0], parts[1]))) {
        assertThat(form(other, shop)).as(change).isNotEqualTo(noted);
      }
    }
  }

  /** Under which form a dump is noted by one shop, with the keys of another. */
  private String form(Shop of, Shop keys) throws Exception {
    Path key = Objects.requireNonNull(directories.get(of)).resolve("tokens-1.key");
    if (of != keys) {
      Files.copy(
          Objects.requireNonNull(directories.get(keys)).resolve("tokens-1.key"),
          key,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    of.jdbc().update("DELETE FROM quietus.value_filter");
    of.nextRun();
    of.erase("request-5", "nobody@example.org");
    return of.jdbc().queryForObject("SELECT DISTINCT form FROM quietus.value_filter", String.class);
  }

  @Test
  void whateverMayLeadToSomebodyHasItRead() throws Exception {
    for (int n = 0; n < TRACES.size(); n++) {
      put(TRACES.get(n).apply(withoutBen()));
      eraseAnn();
      assertThat(isRead("request-3", BEN)).as("trace " + n).isTrue();
    }
  }

  @Test
  void whatIsFiledForSomebodyHasItRead() throws Exception {
    open(
        """
        requests: { inbox: shop.erasure_inbox }
        recipients: { crm: { notify: "table:shop.notices", received: [email] } }
        """);
    shop.noticed("n1", "request-3");
    String body =
        Base64.getEncoder().encodeToString("{\"encrypted-identifiers\":\"e30\"}".getBytes(UTF_8));
    String notice =
        "('n1','crm','{\\\"payload\\\":\\\"%s\\\"}','2026-02-01 10:00:00',NULL)".formatted(body);
    put(withoutBen().table("erasure_inbox", INBOX).table("notices", OUTBOX).row("notices", notice));
    eraseAnn();
    assertThat(isRead("request-4", "nobody@example.org")).isFalse();
    assertThat(isRead("request-3", BEN)).isTrue();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("'n1'");
    put(
        withoutBen()
            .table("notices", OUTBOX)
            .table("erasure_inbox", INBOX)
            .row(
                "erasure_inbox",
                "(4,NULL,'email',' BEN@example.org',NULL,NULL,NULL,'2026-02-01"
                    + " 10:00:00',1,'new',NULL)"));
    eraseAnn();
    assertThat(isRead("request-4", "nobody@example.org")).isFalse();
    assertThat(isRead("request-3", BEN)).isTrue();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("BEN@example.org");
  }

  @Test
  void aCommentThatMayNameSomebodyHasItRead() throws Exception {
    String text = withoutBen().text();
    String chosen = "-- WHERE:  email <> 'ben@example.org'\n";
    vault.put(
        DUMP,
        ShopDump.gzip(
            text.replace("INSERT INTO `chat_message`", chosen + "INSERT INTO `chat_message`")));
    eraseAnn();
    assertThat(isRead("request-3", BEN)).isTrue();
  }

  @Test
  void aNameThatTellsSomebodyIsSaidWithoutReading() throws Exception {
    String named = "nightly/of-cid@example.org.sql.gz";
    vault.put(
        named,
        ShopDump.gzip(
            withoutBen()
                .without("customer", Shop.CID)
                .without("orders", "(3,3,3)")
                .without("orders", "(4,1,3)")
                .without("address", "(3,'3 House of Cid')")
                .text()));
    eraseAnn();
    shop.erase("request-4", CID);
    assertThat(opened).isEmpty();
    assertThat(shop.ends()).containsExactly("nightly unread-rows 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("its key names somebody"));
  }

  @Test
  void rowsThatCameToLieBesideAreSeenWithoutReading() throws Exception {
    put("nightly/2026-02-02-customer.sql", ShopDump.ofTheDatabase().text(List.of("customer")));
    ShopDump empty = ShopDump.ofTheDatabase();
    List.of("(1,1,1)", "(2,2,2)", "(3,3,3)", "(4,1,3)")
        .forEach(row -> empty.without("orders", row));
    put("nightly/2026-02-02-orders.sql", empty.text(List.of("orders")));
    eraseAnn();
    assertThat(noted()).isEqualTo(1);
    put("nightly/2026-02-02-orders.txt", "2\t2\t2\n");

    shop.erase("request-5", "nobody@example.org");

    assertThat(shop.ends()).anyMatch(end -> end.startsWith("nightly unsupported"));
  }

  @Test
  void whatWasErasedEarlierHasItRead() throws Exception {
    put(withoutBen());
    eraseAnn();
    shop.annErasedEarlier();
    assertThat(isRead("request-3", BEN)).isTrue();
    assertThat(isRead("request-3", BEN)).isFalse();
  }

  @Test
  void holdsOnOthersLeaveItUnread() throws Exception {
    put(withoutBen());
    eraseAnn();
    shop.hold(new HeldBackups(true, false, HeldBackups.NONE.unchanged()));
    assertThat(isRead("request-3", BEN)).isFalse();
  }

  @Test
  void itIsNotedOfWhatIsGoneNoMore() throws Exception {
    put(withoutBen());
    eraseAnn();
    assertThat(noted()).isEqualTo(1);
    vault.clear();
    shop.erase("request-3", BEN);
    assertThat(noted()).isZero();
  }

  /** A row may be of somebody who was sought then, so that it has to be seen in each run. */
  @Test
  void nothingIsNotedWhereARowIsInDoubt() throws Exception {
    put(
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .row("customer", "(8,'A','ann@example.org',NULL,NULL,NULL)"));
    eraseAnn();
    assertThat(noted()).isZero();
  }

  @Test
  void dumpsThatLieTogetherAreNotReadToSeeThat() throws Exception {
    put(withoutBen());
    vault.put("nightly/other.sql.gz", ShopDump.gzip(withoutBen().text()));
    eraseAnn();
    assertThat(noted()).isEqualTo(2);
    assertThat(isRead("request-3", BEN)).isFalse();
    put("nightly/third.sql", withoutBen().text());
    shop.erase("request-3", BEN);
    assertThat(opened).containsExactly(Map.entry("nightly", 1));
  }

  @Test
  void filesOfOneBackupAreOneAndAnyOtherFileHasThemRead() throws Exception {
    for (String table : withoutBen().tables()) {
      put("nightly/2026-02-01/" + table + ".sql", withoutBen().text(List.of(table)));
    }
    eraseAnn();
    assertThat(noted()).isEqualTo(1);
    assertThat(isRead("request-3", BEN)).isFalse();
    put(
        "nightly/2026-02-01/orders.sql",
        withoutBen().row("orders", "(2,2,NULL)").text(List.of("orders")));
    assertThat(isRead("request-3", BEN)).isTrue();
    assertThat(vault.get("nightly/2026-02-01/orders.sql")).asString().doesNotContain("(2,2,");
  }

  @Test
  void aFolderIsOneBackupThatIsNotRead() throws Exception {
    shop.close();
    shop =
        open(
            job ->
                job.replaceFirst(
                    "nightly/\\*\\*.sql\\*\", format: mysqldump",
                    "nightly/**\", format: mydumper"));
    putFolder(ShopFolders.counting(ShopDump.ofTheDatabase().withoutAnn()));
    eraseAnn();
    assertThat(noted()).isEqualTo(1);
    assertThat(isRead("request-4", "nobody@example.org")).isFalse();
    shop.erase("request-3", BEN);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
    assertThat(vault.get("nightly/shop.customer.00000.sql")).asString().doesNotContain(BEN);
    shop.nextRun();
    opened.clear();
    vault.delete("nightly/shop.orders.00001.sql");
    shop.erase("request-4", "nobody@example.org");
    assertThat(shop.ends()).anyMatch(end -> end.startsWith("nightly damaged"));
  }

  private void putFolder(Map<String, String> files) throws Exception {
    for (Map.Entry<String, String> file : files.entrySet()) {
      put("nightly/" + file.getKey(), file.getValue());
    }
  }

  /** What a run has deleted between a person and others may be missing here too. */
  @Test
  void whatHangsOnRowsThatAreGoneHasItRead() throws Exception {
    shop.close();
    shop =
        open(
            job ->
                job.replace(
                        "    - \"shop.chat_message",
                        "    - \"shop.reply.chat_id -> shop.chat_message.id\"\n"
                            + "      - \"shop.chat_message")
                    .replace(
                        "shop.chat_message: {",
                        "shop.reply: { then: delete }\n    shop.chat_message: {"),
            "CREATE TABLE reply (id BIGINT PRIMARY KEY, chat_id BIGINT, body VARCHAR(200))",
            "CREATE INDEX reply_by_chat ON reply (chat_id)");
    put(
        withoutBen()
            .table("reply", "`id` bigint(20), `chat_id` bigint(20), `body` varchar(200)")
            .row("reply", "(1,77,'to Ben')"));
    eraseAnn();
    assertThat(isRead("request-3", BEN)).isFalse();
    shop.erase(
        "request-3",
        BEN,
        List.of(
            new GoneKey(
                "chat_message",
                List.of("id"),
                List.of(Column.Type.INTEGER),
                new RowValues(List.of(77L)))));
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("to Ben");
  }

  /** A trace of somebody in one of the ways in which dumps of other days have them. */
  private static void add(ShopDump dump, Random random, int customer) {
    String mail = "c" + customer + "@example.org";
    String phone = "+49 1555 " + customer;
    int key = random.nextInt(4) == 0 ? 20 + random.nextInt(4) : customer;
    String created = random.nextInt(6) == 0 ? "NULL" : "'2020-01-01 00:00:00'";
    String row =
        switch (random.nextInt(6)) {
          case 0 -> "(%d,'x','%s','0',%d,%s)".formatted(key, mail, customer, created);
          case 1 ->
              "(%d,'x','%s','%s',NULL,%s)"
                  .formatted(key, mail.toUpperCase(Locale.ROOT), phone, created);
          case 2 ->
              "(%d,'x',NULL,'%s',%d,%s)"
                  .formatted(key, phone.replace(" ", ""), random.nextInt(12), created);
          default -> "(%d,'x','%s','%s',%d,%s)".formatted(key, mail, phone, customer, created);
        };
    if (random.nextInt(4) > 0) {
      dump.row("customer", row);
    }
    if (random.nextBoolean()) {
      int order = 100 + random.nextInt(40);
      dump.row("orders", "(%d,%d,%d)".formatted(order, customer, random.nextInt(12)));
      dump.row("order_item", "(%d,%d,'thing')".formatted(order, order));
    }
    if (random.nextInt(3) == 0) {
      dump.row("chat_message", "(%d,%d,'hi')".formatted(random.nextInt(99), customer));
    }
    if (random.nextInt(3) == 0) {
      dump.row("address", "(%d,'street')".formatted(customer));
    }
    if (random.nextInt(3) == 0) {
      String day = random.nextBoolean() ? "2025-05-05" : "2011-05-05";
      dump.row("invoice", "(%d,%d,'%s')".formatted(random.nextInt(99), customer, day));
    }
  }

  private static ShopDump empty() {
    ShopDump dump = withoutBen().withoutAnn();
    return dump.without("customer", Shop.CID)
        .without("address", "(3,'3 House of Cid')")
        .without("orders", "(3,3,3)")
        .without("invoice", "(1,NULL,'2025-05-05')");
  }

  private Map<String, String> contents(String set, List<String> names) throws Exception {
    Map<String, String> contents = new LinkedHashMap<>();
    for (String name : names) {
      contents.put(name, new String(vault.get(set + "/" + name), UTF_8));
    }
    return contents;
  }

  private List<String> of(String set, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(set))
        .map(line -> line.substring(set.length()))
        .sorted()
        .toList();
  }

  /** An attempt that is killed at a transaction, if it comes to that. */
  private void killed(int transaction, boolean before, String request, String address) {
    shop.killAt(transaction, before);
    try {
      shop.erase(request, address);
    } catch (Shop.Killed e) {
      // the next attempt goes on with the run
    }
    shop.killAt(Integer.MAX_VALUE, false);
  }

  @Test
  void whatIsFoundIsTheSameWhetherItWasNotedOrNot() throws Exception {
    long seed = Seeds.few(1).findFirst().orElseThrow();
    System.out.println("filtered dumps, seed " + seed);
    Random random = new Random(seed);
    for (int customer = 4; customer <= 15; customer++) {
      shop.change("INSERT INTO address VALUES (%d, 'street')".formatted(customer));
      shop.change(
          "INSERT INTO customer VALUES (%d, 'x', 'c%d@example.org', '+49 1555 %d', %s, '2020-01-01 00:00:00')"
              .formatted(customer, customer, customer, random.nextBoolean() ? customer : null));
    }
    List<String> names = new ArrayList<>();
    for (int n = 1; n <= 5; n++) {
      ShopDump dump = empty();
      for (int k = random.nextInt(4); k >= 0; k--) {
        add(dump, random, 4 + random.nextInt(12));
      }
      names.add("2026-02-0" + n + ".sql");
      for (String set : List.of("nightly/", "monthly/")) {
        put(set + names.get(n - 1), dump.text());
      }
    }
    int spared = 0;
    for (int round = 0; round < 12; round++) {
      opened.clear();
      String mail = "c" + (4 + random.nextInt(12)) + "@example.org";
      if (random.nextInt(3) == 0) {
        killed(1 + random.nextInt(40), random.nextBoolean(), "request-" + (10 + round), mail);
      }
      shop.erase("request-" + (10 + round), mail);
      assertThat(contents("nightly", names))
          .as("round " + round)
          .isEqualTo(contents("monthly", names));
      assertThat(of("nightly", shop.ends())).isEqualTo(of("monthly", shop.ends()));
      assertThat(of("nightly", shop.ledger())).isEqualTo(of("monthly", shop.ledger()));
      spared += opened.get("monthly") - opened.getOrDefault("nightly", 0);
      shop.nextRun();
    }
    assertThat(spared).isGreaterThan(10);
  }

  @Test
  void whichDatabaseTheDumpsOfASetAreOfIsLookedUpOnceForAListOfPersons() throws Exception {
    String named =
        ShopDump.ofTheDatabase()
            .text()
            .replaceFirst("(-- MariaDB dump.*\n)", "$1--\n-- Host: db    Database: former\n");
    for (int n = 0; n < 5; n++) {
      vault.put("monthly/" + n + ".sql.gz", ShopDump.gzip(named));
    }
    assertThat(shop.customers()).hasSize(3 * 5);
    assertThat(opened.get("monthly")).as("first lines, other databases, rows").isEqualTo(3 * 5);
  }
}
