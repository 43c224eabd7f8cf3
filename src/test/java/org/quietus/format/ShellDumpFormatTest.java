package org.quietus.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.format.mysqldump.ShellDump;
import org.quietus.testing.ShellFolder;

/** Folders of MySQL Shell, whose files of JSON say how all others are read. */
class ShellDumpFormatTest {
  private static final String DEFINITION =
      """
      CREATE TABLE `t` (
        `id` bigint NOT NULL,
        `name` varchar(200) CHARACTER SET latin1 DEFAULT NULL,
        `upper` varchar(200) GENERATED ALWAYS AS (upper(`name`)) STORED,
        `picture` blob,
        `flag` bit(9) DEFAULT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB\
      """;

  private static final List<String> COLUMNS = List.of("id", "name", "picture", "flag");
  private static final String ROWS = "s@t@@0.tsv";

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<byte @Nullable []> row(String id, @Nullable String name) {
    List<byte @Nullable []> row = new ArrayList<>();
    row.add(bytes(id));
    row.add(name == null ? null : bytes(name));
    row.add(new byte[] {0, 10, -1});
    row.add(new byte[] {1, 2});
    return row;
  }

  private void folder(String function, List<List<byte @Nullable []>> rows) {
    Map<String, String> coded = new LinkedHashMap<>();
    coded.put("picture", function);
    coded.put("flag", function);
    files.putAll(
        new ShellFolder("s", "").table("t", DEFINITION, COLUMNS, coded, List.of(rows)).files());
  }

  /** Of a folder that has no versions. */
  private final DumpFiles folder =
      new DumpFiles() {
        @Override
        public Set<String> names() {
          return files.keySet();
        }

        @Override
        public Set<String> current() {
          return files.keySet();
        }

        @Override
        public <T> T read(String name, Use<T> use) throws IOException {
          return use.with(new ByteArrayInputStream(files.get(name)));
        }

        @Override
        public <T> T readAll(String name, Use<T> use) throws IOException {
          return read(name, use);
        }
      };

  private DumpFormat file(String name) throws IOException {
    return new ShellDump(Optional.empty()).file(name, folder);
  }

  private byte[] rewritten(DumpFormat format, String name, RowDecider decider) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.rewrite(new ByteArrayInputStream(files.get(name)), out, decider);
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"FROM_BASE64", "UNHEX"})
  void valuesAreReadAsTheLoaderWould(String function) throws IOException {
    String odd = "\u00fc\t\\\n\r\b\0\u001a'\"\\N";
    folder(function, List.of(row("1", odd), row("2", null)));
    List<String> texts = new ArrayList<>();
    List<byte[]> pictures = new ArrayList<>();

    rewritten(
        file(ROWS),
        ROWS,
        Deciders.everywhere(
            row -> {
              texts.add(row.source().columns() + " " + row.text(0) + " " + row.text(1));
              pictures.add(row.bytes(2));
              assertThat(row.bytes(3)).containsExactly(1, 2);
              assertThat(row.isBits(3)).isTrue();
              return Decision.KEEP;
            }));

    assertThat(texts).containsExactly(COLUMNS + " 1 " + odd, COLUMNS + " 2 null");
    assertThat(pictures).allSatisfy(picture -> assertThat(picture).containsExactly(0, 10, -1));
  }

  /** As the first version wrote long ones. */
  @Test
  void bytesInLinesOfBase64AreRead() throws IOException {
    folder("FROM_BASE64", List.of(row("1", "x")));
    files.put(ROWS, bytes("1\tx\tAAr\\n/\t\\N\n"));

    rewritten(
        file(ROWS),
        ROWS,
        Deciders.everywhere(
            row -> {
              assertThat(row.bytes(2)).containsExactly(0, 10, -1);
              return Decision.KEEP;
            }));
  }

  /** Behind the byte of a newline the loader of a large file begins another statement. */
  @Test
  void newValuesAreSpelledAsMySqlShellDoes() throws IOException {
    folder("FROM_BASE64", List.of(row("1", "x")));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("name", "\u00fc\t\\\n\r\b\0\u001a'");
    values.put("picture", new byte[] {-1, 0});
    values.put("flag", 256);

    byte[] rows = rewritten(file(ROWS), ROWS, Deciders.changing("1", values));

    assertThat(new String(rows, UTF_8)).isEqualTo("1\t\u00fc\\t\\\\\\n\\r\\b\\0\\Z'\t/wA=\tAQA=\n");
    assertThat(new String(rewritten(file(ROWS), ROWS, Deciders.changing("1", nulls())), UTF_8))
        .isEqualTo("1\t\\N\t\\N\t\\N\n");
  }

  private static Map<String, @Nullable Object> nulls() {
    Map<String, @Nullable Object> nulls = new LinkedHashMap<>();
    COLUMNS.subList(1, 4).forEach(column -> nulls.put(column, null));
    return nulls;
  }

  @Test
  void lengthsAndIndexesAreThoseThatMySqlShellWouldHaveWritten() throws IOException {
    List<List<byte @Nullable []>> rows = new ArrayList<>();
    for (int n = 1; n <= 40; n++) {
      rows.add(row("" + n, "\n".repeat(50_000 + n)));
    }
    folder("FROM_BASE64", rows);
    Map<String, byte[]> before = new LinkedHashMap<>(files);
    folder("FROM_BASE64", rows.stream().filter(row -> row.get(0)[0] != '7').toList());
    Map<String, byte[]> after = new LinkedHashMap<>(files);
    files.putAll(before);

    byte[] written = rewritten(file(ROWS), ROWS, Deciders.dropping("7"));
    Reading reading = file(ROWS).scan(new ByteArrayInputStream(written), wantsNothing());
    Map<String, FileExtent> extents = Map.of(ROWS, reading.extent());
    Map<DumpTableName, Long> numbers = Map.of(new DumpTableName("s", "t"), 39L);

    assertThat(written).isEqualTo(after.get(ROWS));
    assertThat(reading.extent().marks()).hasSizeGreaterThan(2);
    for (String name : List.of("@.done.json", ROWS + ".idx")) {
      ToldRows told = file(name).counts().orElseThrow();
      assertThat(told.lengths()).containsEntry(ROWS, (long) before.get(ROWS).length);
      assertThat(told.isOutdated(ROWS, reading.extent())).isTrue();
      DumpFormat saying = told.saying(numbers, extents);
      assertThat(new String(rewritten(saying, name, Deciders.keepAll()), ISO_8859_1))
          .isEqualTo(new String(after.get(name), ISO_8859_1));
    }
  }

  /** Rows that nobody looks at are measured all the same. */
  private static RowVisitor wantsNothing() {
    return new RowVisitor() {
      @Override
      public boolean wants(RowSource source) {
        return false;
      }

      @Override
      public void visit(Row row) {}
    };
  }

  @Test
  void namesThatNeedOtherLettersAreThoseOfTheirFiles() throws IOException {
    String odd = "a@b.tsv/\u00fc";
    files.putAll(
        new ShellFolder("s @x", "")
            .table(
                odd,
                "CREATE TABLE `a@b.tsv/\u00fc` (`id` bigint)",
                List.of("id"),
                Map.of(),
                List.of(List.of(List.of(bytes("1")))))
            .files());

    DumpSchema schema =
        file("s%20%40x@a%40b.tsv%2F\u00fc@@0.tsv")
            .scan(new ByteArrayInputStream(bytes("1\n")), wantsNothing())
            .schema();

    assertThat(schema.tables()).containsOnlyKeys(new DumpTableName("s @x", odd));
  }

  /** As rows of partitions, and of names that were cut, stand in files of other names. */
  @Test
  void whatNamesOfFilesBeginWithIsSaid() throws IOException {
    folder("UNHEX", List.of(row("1", "x")));
    String with = "\"basenames\": {\"p0\": \"s@t@p0\", \"p1\": \"cut0\"}";
    edit("s@t.json", "\"basenames\": {}", with);
    edit("@.done.json", "\"s@t@@0.tsv\": 16", "\"s@t@p0@@0.tsv\": 16, \"cut0.tsv\": 0");
    files.put("s@t@p0@@0.tsv", files.remove(ROWS));
    files.put("cut0.tsv", bytes(""));

    assertThat(file("s@t@p0@@0.tsv").counts()).isEmpty();
    assertThat(file("cut0.tsv").counts()).isEmpty();
    assertThat(file("@.done.json").counts().orElseThrow().lengths()).hasSize(2);
  }

  /** As later versions write it where there are libraries. */
  @Test
  void routinesMayBeInFilesOfTheirOwn() throws IOException {
    folder("UNHEX", List.of(row("1", "x")));
    edit("@.json", "partition_awareness", "multifile_schema_ddl");
    files.put("s.routines.sql", bytes("CREATE PROCEDURE p() INSERT INTO log VALUES (1);"));
    files.put("s.events.sql", bytes("INSERT INTO t VALUES (1);"));

    assertThat(file("s.routines.sql").counts()).isEmpty();
    assertThatThrownBy(() -> file("s.events.sql")).hasMessageContaining("promises no rows");
  }

  private void edit(String name, String old, String now) {
    String text = new String(files.get(name), UTF_8);
    assertThat(text).contains(old);
    files.put(name, bytes(text.replace(old, now)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "@.json      | \"version\": \"2.0.1\" | \"version\": \"2.1.0\" | another version of dumps",
        "@.json      | \"version\": \"2.0.1\" | \"version\": 2           | something else than",
        "@.json      | partition_awareness    | encrypted_rows           | a capability",
        "@.json      | \"schemas\":            | \"schemas\": 1, \"x\":    | 'schemas'",
        "@.json      | \"schemas\":            | \"schemas\"              | is not a JSON object",
        "@.json      | \"origin\":  | \"options\": {\"partitions\": {\"s.t\": [\"p0\"]}},"
            + " \"origin\": | without 'partitions'",
        "s.json      | \"s@t\"                | \"s@other\"              | no file 's@other.json'",
        "s@t.json    | \"fieldsTerminatedBy\": \"\\t\" | \"fieldsTerminatedBy\": \",\" | default"
            + " dialect",
        "s@t.json    | \"fieldsEnclosedBy\": \"\" | \"fieldsEnclosedBy\": \"'\" | default dialect",
        "s@t.json    | \"linesTerminatedBy\":  | \"linesStartingBy\":     | a setting"
            + " 'linesStartingBy'",
        "s@t.json    | utf8mb4                | gbk                      | defaultCharacterSet"
            + " utf8mb4",
        "s@t.json    | FROM_BASE64            | FROM_ROT13               | a decoding of column",
        "s@t.json    | \"tsv\"                | \"csv\"                  | another kind than"
            + " '.tsv'",
        "s@t.json    | \"compression\": \"none\" | \"compression\": \"lz4\" | another kind than"
            + " '.tsv'",
        "s@t.json    | \"name\",              | \"nickname\",            | does not have",
        "@.done.json | \"s@t@@0.tsv\"         | \"s@t@@1.tsv\"           | 's@t@@1.tsv' of its"
            + " folder is missing",
        "@.done.json | chunkFileBytes         | chunkBytes               | early versions",
        "@.done.json | \"t\": 14              | \"t\": 15                | ~another length of table"
            + " 't'~",
      })
  void whatIsNotKnownIsRefused(String name, String old, String now, String why) {
    folder("FROM_BASE64", List.of(row("1", "x")));
    edit(name, old, now);

    assertThatThrownBy(
            () -> {
              file(ROWS);
              file("@.done.json");
            })
        .isInstanceOf(BadDump.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "s@t@1.tsv.dumping       |                     | has not ended",
        "s@t@7.tsv               | 1                   | of another dump",
        "load-progress.uuid.json | {}                  | no file of MySQL Shell's",
        "@.manifest.json         | {}                  | no file of MySQL Shell's",
        "s@t.triggers.sql        | INSERT INTO t VALUES (1)\\; | promises no rows",
        "s@t@@0.tsv.idx          | 1                   | not an index",
        "SHA256SUMS              | 1                   | signature or a checksum",
      })
  void aFileThatIsNotOfTheDumpIsRefused(String name, @Nullable String content, String why) {
    folder("FROM_BASE64", List.of(row("1", "x")));
    files.put(name, bytes(content == null ? "" : content));

    assertThatThrownBy(() -> file(name)).isInstanceOf(BadDump.class).hasMessageContaining(why);
  }

  @Test
  void rowsThatWereChosenAreSaidToBe() throws IOException {
    folder("FROM_BASE64", List.of(row("1", "x")));
    edit("s@t.json", "\"basenames\": {}", "\"basenames\": {}, \"where\": \"id > 1\"");

    Reading reading = file(ROWS).scan(new ByteArrayInputStream(files.get(ROWS)), wantsNothing());

    assertThat(reading.schema().filtered()).containsValue("id > 1");
    assertThat(reading.ending()).isEqualTo(Ending.TRAILER);
  }

  @ParameterizedTest
  @CsvSource({"1\\t2", "1\\n2\\\\", "1\\n2\\\\\\n"})
  void rowsThatEndInTheMiddleAreDamaged(String rows) throws IOException {
    folder("FROM_BASE64", List.of(row("1", "x")));
    DumpFormat format = file(ROWS);
    byte[] cut = bytes(rows.translateEscapes());

    assertThatThrownBy(() -> format.scan(new ByteArrayInputStream(cut), wantsNothing()))
        .isInstanceOf(Truncated.class)
        .hasMessageContaining("ends inside a row");
  }

  @Test
  void aTableWithoutTheLastOfItsFilesIsDamaged() {
    folder("FROM_BASE64", List.of(row("1", "x")));
    edit("@.done.json", "s@t@@0.tsv", "s@t@0.tsv");
    files.put("s@t@0.tsv", files.remove(ROWS));

    assertThatThrownBy(() -> file("@.sql"))
        .isInstanceOf(Truncated.class)
        .hasMessageContaining("last file of rows");
  }
}
