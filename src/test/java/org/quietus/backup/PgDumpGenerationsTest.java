package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quietus.backup.set.Stores;
import org.quietus.policy.BackupSettings;

/** Dumps of pg_dump without rows that older ones of their set have take the place of none. */
class PgDumpGenerationsTest {
  private static final Map<String, List<String>> TABLES =
      new TreeMap<>(
          Map.of(
              "address", List.of("id", "street"),
              "chat_message", List.of("id", "customer_ref", "body"),
              "customer", List.of("id", "full_name", "email", "phone", "address_id", "created_at"),
              "orders", List.of("id", "customer_id", "address_id")));

  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;

  /** What a dump leaves out, and by which option. */
  enum Part {
    EXCLUDE_TABLE_DATA,
    EXCLUDE_TABLE,
    TABLE,
    SCHEMA_ONLY;

    private boolean hasTable(String table) {
      return switch (this) {
        case EXCLUDE_TABLE -> !table.equals("orders");
        case TABLE -> table.equals("customer");
        case EXCLUDE_TABLE_DATA, SCHEMA_ONLY -> true;
      };
    }

    private boolean hasRows(String table) {
      return switch (this) {
        case EXCLUDE_TABLE_DATA -> !table.equals("orders");
        case SCHEMA_ONLY -> false;
        case EXCLUDE_TABLE, TABLE -> hasTable(table);
      };
    }

    private String dump() {
      return PgDumpGenerationsTest.dump(
          TABLES.keySet().stream().filter(this::hasTable).toList(),
          TABLES.keySet().stream().filter(this::hasRows).toList());
    }
  }

  private static String dump(List<String> tables, List<String> rows) {
    return """
    --
    -- PostgreSQL database dump
    --

    -- Dumped from database version 15.18
    -- Dumped by pg_dump version 15.18

    SET client_encoding = 'UTF8';
    SET standard_conforming_strings = on;
    SELECT pg_catalog.set_config('search_path', '', false);

    """
        + tables.stream().map(PgDumpGenerationsTest::schema).collect(Collectors.joining())
        + rows.stream().map(PgDumpGenerationsTest::data).collect(Collectors.joining())
        + """
        --
        -- PostgreSQL database dump complete
        --

        """;
  }

  private static String schema(String table) {
    String columns =
        columns(table).stream()
            .map(name -> "    " + name + " text")
            .collect(Collectors.joining(",\n"));
    return "CREATE TABLE public.%s (\n%s\n);\n\n\n".formatted(table, columns);
  }

  private static String data(String table) {
    String columns = String.join(", ", columns(table));
    String row = columns(table).stream().map(name -> "1").collect(Collectors.joining("\t"));
    return ("--\n-- Data for Name: %1$s; Type: TABLE DATA; Schema: public; Owner: tester\n--\n\n"
            + "COPY public.%1$s (%2$s) FROM stdin;\n%3$s\n\\.\n\n\n")
        .formatted(table, columns, row);
  }

  private static List<String> columns(String table) {
    return TABLES.getOrDefault(table, List.of());
  }

  private static String full() {
    List<String> all = List.copyOf(TABLES.keySet());
    return dump(all, all);
  }

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(Files.createDirectory(directory.resolve("shop")), vault.settings(), Stores::open);
    shop.with(
        job -> changed(job, "backups", Map.of("monthly", inPgDump(job.backups().get("monthly")))));
  }

  private static BackupSettings inPgDump(BackupSettings set) {
    return changed(set, "format", "pg_dump");
  }

  /** The same with another value of one component. */
  private static <T extends Record> T changed(T of, String name, Object value) {
    try {
      RecordComponent[] components = of.getClass().getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int n = 0; n < components.length; n++) {
        types[n] = components[n].getType();
        values[n] =
            components[n].getName().equals(name) ? value : components[n].getAccessor().invoke(of);
      }
      @SuppressWarnings("unchecked")
      T made = (T) of.getClass().getDeclaredConstructor(types).newInstance(values);
      return made;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void put(String key, int days, String content) throws Exception {
    vault.put(key, content.getBytes(UTF_8));
    Files.setLastModifiedTime(
        directory.resolve("store").resolve(key),
        FileTime.from(Shop.ERASED.minus(Duration.ofDays(days))));
  }

  private boolean isNamed() {
    return shop.notes().stream().anyMatch(note -> note.contains("of tables that older ones have"));
  }

  @ParameterizedTest
  @EnumSource
  void theLastFullOneStaysUntilAnotherIsMade(Part part) throws Exception {
    put("monthly/0.sql", 300, full());
    put("monthly/1.sql", 200, full());
    put("monthly/2.sql", 1, part.dump());
    shop.expire();
    assertThat(vault.keys()).containsExactly("monthly/1.sql", "monthly/2.sql");
    assertThat(isNamed()).isTrue();

    put("monthly/3.sql", 1, full());
    shop.nextRun();
    shop.expire();
    assertThat(vault.keys()).containsExactly("monthly/2.sql", "monthly/3.sql");
  }

  @ParameterizedTest
  @EnumSource
  void aPartialOneGoesByItsAgeBesideANewerOneThatIsFull(Part part) throws Exception {
    put("monthly/1.sql", 200, part.dump());
    put("monthly/2.sql", 100, full());
    put("monthly/3.sql", 95, part.dump());
    shop.expire();
    assertThat(vault.keys()).containsExactly("monthly/2.sql", "monthly/3.sql");
  }
}
