package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quietus.backup.set.Stores;

/** Dumps without rows that older ones have take the place of none that has them. */
class PartialGenerationsTest {
  private static final String OLD = "monthly/1.sql";
  private static final String NEW = "monthly/2.sql";
  private static final List<String> CHAT = List.of("chat_message");

  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;

  /** What a dump leaves out. */
  enum Part {
    WITHOUT_ROWS_OF_A_TABLE,
    WITHOUT_A_TABLE,
    ONE_TABLE,
    NO_ROWS,
    NO_ROWS_OR_COMMENTS;

    private String dump() {
      String all = announced(ShopDump.ofTheDatabase().text());
      return switch (this) {
        case WITHOUT_ROWS_OF_A_TABLE -> withoutRows(all, "orders");
        case WITHOUT_A_TABLE ->
            withoutRows(all, "orders").replaceFirst("(?s)CREATE TABLE `orders`.*?;\n", "");
        case ONE_TABLE -> announced(ShopDump.ofTheDatabase().text(List.of("customer")));
        case NO_ROWS -> all.replaceAll("-- Dumping data for .*\n|INSERT INTO .*\n", "");
        case NO_ROWS_OR_COMMENTS -> NO_ROWS.dump().replaceAll("-- MariaDB dump .*\n", "");
      };
    }
  }

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(Files.createDirectory(directory.resolve("shop")), vault.settings(), Stores::open);
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private static String full() {
    return announced(ShopDump.ofTheDatabase().text());
  }

  /** As the tools do, also of a table without rows. */
  private static String announced(String dump) {
    return dump.replaceAll("(CREATE TABLE (`\\w+`) [^;]*;\n)", "$1-- Dumping data for table $2\n");
  }

  private static String withoutRows(String dump, String table) {
    return dump.replaceFirst(
        "-- Dumping data for table `" + table + "`\n(INSERT INTO `" + table + "` .*\n)+", "");
  }

  private void put(String key, int days, String content) throws Exception {
    vault.put(key, content.getBytes(UTF_8));
    Files.setLastModifiedTime(
        directory.resolve("store").resolve(key),
        FileTime.from(Shop.ERASED.minus(Duration.ofDays(days))));
  }

  private void assertNamed(String... tables) {
    assertThat(shop.notes())
        .anyMatch(
            note -> note.contains("of tables that older ones have (" + String.join(", ", tables)));
  }

  private void assertNotNamed() {
    assertThat(shop.notes()).noneMatch(note -> note.contains("of tables that older ones have"));
  }

  @ParameterizedTest
  @EnumSource
  void theLastFullDumpStaysBesideNewerOnesThatArePartial(Part part) throws Exception {
    put(OLD, 200, full());
    put(NEW, 1, part.dump());
    shop.expire();
    assertThat(vault.keys()).containsExactly(OLD, NEW);
    assertNamed(part == Part.ONE_TABLE || part.name().startsWith("NO_") ? "" : "orders)");
  }

  @ParameterizedTest
  @EnumSource
  void anOlderFullDumpGoesWhereANewerOneStays(Part part) throws Exception {
    put(OLD, 200, full());
    put("monthly/full.sql", 2, full());
    put(NEW, 1, part.dump());
    shop.expire();
    assertThat(vault.keys()).containsExactly(NEW, "monthly/full.sql");
    assertNotNamed();
  }

  @ParameterizedTest
  @EnumSource
  void aPartialDumpGoesByItsOwnAgeWhereANewerFullOneStays(Part part) throws Exception {
    put(OLD, 200, part.dump());
    put(NEW, 1, full());
    shop.expire();
    assertThat(vault.keys()).containsExactly(NEW);
    assertNotNamed();
  }

  @ParameterizedTest
  @EnumSource
  void dumpsThatAllLeaveOutTheSameGoOnAsBefore(Part part) throws Exception {
    put(OLD, 200, part.dump());
    put(NEW, 1, part.dump());
    shop.expire();
    assertThat(vault.keys()).containsExactly(NEW);
    assertNotNamed();
  }

  @Test
  void twoFilesANightThatHaveAllTablesTogetherGoOnAsBefore() throws Exception {
    for (int night = 1; night <= 3; night++) {
      String rest = withoutRows(full(), "chat_message");
      put("monthly/rest-" + night + ".sql", 300 - 99 * night, rest);
      String chat = announced(ShopDump.ofTheDatabase().text(CHAT));
      put("monthly/chat-" + night + ".sql", 300 - 99 * night, chat);
    }
    shop.expire();
    assertThat(vault.keys()).containsExactly("monthly/chat-3.sql", "monthly/rest-3.sql");
    assertNotNamed();
  }

  @Test
  void aTableWithoutRowsIsLeftOutOfNoDump() throws Exception {
    put(OLD, 200, full());
    put(NEW, 1, full().replaceAll("INSERT INTO `orders` .*\n", ""));
    shop.expire();
    assertThat(vault.keys()).containsExactly(NEW);
    put(OLD, 200, full().replaceAll("CREATE TABLE (.|\n)*?;\n", ""));
    put(NEW, 1, full().replaceAll("CREATE TABLE (.|\n)*?;\n|INSERT INTO `orders` .*\n", ""));
    shop.nextRun();
    shop.expire();
    assertThat(vault.keys()).as("--no-create-info").containsExactly(NEW);
    assertNotNamed();
  }

  @Test
  void aTableThatTheDatabaseHasNoMoreIsMissedByNobody() throws Exception {
    String dropped = "CREATE TABLE `legacy` (`id` int);\n-- Dumping data for table `legacy`\n";
    put(OLD, 200, full().replaceFirst("(?=CREATE)", dropped));
    put(NEW, 1, full());
    shop.expire();
    assertThat(vault.keys()).containsExactly(NEW);
    assertNotNamed();
  }

  @ParameterizedTest
  @EnumSource
  void aPartialDumpRefreshesNoFullOne(Part part) throws Exception {
    shop.annErasedEarlier();
    shop.at(Shop.ERASED.plus(Duration.ofDays(3)));
    put("refreshed/1.sql", 1, full());
    put("refreshed/2.sql", -2, part.dump());
    shop.expire();
    assertThat(vault.keys()).containsExactly("refreshed/1.sql", "refreshed/2.sql");
    assertThat(shop.notes()).anyMatch(note -> note.contains("of tables that older ones have"));
    put("refreshed/0.sql", -2, full());
    shop.nextRun();
    shop.expire();
    assertThat(vault.keys()).containsExactly("refreshed/0.sql", "refreshed/2.sql");
  }

  @Test
  void aPartialDumpOfAnotherDatabaseTakesThePlaceOfNoFullOneOfIt() throws Exception {
    String says = "-- Host: localhost    Database: rental\n";
    String rental = full().replaceFirst("(?=/\\*!40101)", says);
    put(
        "monthly/shop.sql",
        1,
        full().replaceFirst("(?=/\\*!40101)", says.replace("rental", "shop")));
    put(OLD, 200, rental);
    put(NEW, 1, withoutRows(rental, "orders"));
    shop.expire();
    assertThat(vault.keys()).containsExactly(OLD, NEW, "monthly/shop.sql");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("newer backups of the database 'rental' have no rows"));
  }
}
