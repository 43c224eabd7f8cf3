package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.pgdump.PgDump;

/** How pg_dump spells values and names, read and written. */
class PgDumpValuesTest {
  private static final String TABLE =
      """
      CREATE DOMAIN public.moment AS timestamp with time zone CONSTRAINT c CHECK ((VALUE > '1900'));
      CREATE TABLE public.t (
          id bigint NOT NULL,
          ok boolean,
          seen public.moment,
          at timestamp(3) without time zone,
          pic bytea,
          tags boolean[],
          full_name text GENERATED ALWAYS AS ((('x'::text || id) || at)) STORED,
          n numeric(10,2) DEFAULT 0.0 NOT NULL
      );
      """;
  private static final String COPY =
      "COPY public.t (id, ok, seen, at, pic, tags, n) FROM stdin;\n%s\n\\.\n";
  private static final String INSERT = "INSERT INTO public.t VALUES (%s);\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-01 21:34:05.123456+00 | 2026-01-01 21:34:05.123456",
        "2026-01-02 03:04:05+05:30     | 2026-01-01 21:34:05",
        "1890-01-02 03:04:05-00:00:52  | 1890-01-02 03:04:57",
        "2026-01-02 03:04:05           | ",
        "2026-01-02 03:04:05+00 BC     | ",
      })
  void instantsAreInUtcAndOthersAreUnread(String spelled, @Nullable String read)
      throws IOException {
    String shown = read == null ? "unread" : LocalDateTime.parse(read.replace(' ', 'T')) + "";
    assertThat(
            texts(COPY.formatted("1\tt\t" + spelled + "\t\\N\t\\N\t\\N\t1"), 2)
                .get(0)
                .replace(' ', 'T'))
        .isEqualTo(shown);
    assertThat(
            texts(INSERT.formatted("1, true, '" + spelled + "', NULL, NULL, NULL, DEFAULT, 1"), 2)
                .get(0)
                .replace(' ', 'T'))
        .isEqualTo(shown);
  }

  @Test
  void infinityIsReadAsItIs() throws IOException {
    assertThat(texts(COPY.formatted("1\tt\tinfinity\t\\N\t\\N\t\\N\t1"), 2))
        .containsExactly("infinity");
    assertThat(texts(INSERT.formatted("1, true, '-infinity', NULL, NULL, NULL, DEFAULT, 1"), 2))
        .containsExactly("-infinity");
  }

  @Test
  void truthIsReadFromEitherSpelling() throws IOException {
    assertThat(texts(COPY.formatted("1\tt\t\\N\t\\N\t\\N\t{t,f}\t1"), 1)).containsExactly("1");
    assertThat(texts(INSERT.formatted("1, false, NULL, NULL, NULL, '{t}', DEFAULT, 1"), 1))
        .containsExactly("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\\\x00ff5c", "\\\\000\\\\377\\\\\\\\"})
  void bytesAreReadFromEitherSpelling(String spelled) throws IOException {
    List<byte[]> seen = new ArrayList<>();
    new PgDump()
        .scan(
            new ByteArrayInputStream(
                dump(COPY.formatted("1\tt\t\\N\t\\N\t" + spelled + "\t\\N\t1"))),
            new EveryRow(row -> seen.add(row.bytes(4))));
    assertThat(seen).containsExactly(new byte[] {0, (byte) 0xff, '\\'});
  }

  @Test
  void valuesAreWrittenAsTheDumpSpellsThem() throws IOException {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("ok", false);
    values.put("seen", LocalDateTime.of(2026, 1, 1, 0, 0));
    values.put("at", LocalDateTime.of(2026, 1, 1, 0, 0, 1));
    values.put("pic", new byte[] {1, (byte) 0xab});
    values.put("tags", null);
    values.put("n", new BigDecimal("1E+3"));
    String copied = COPY.formatted("1\tt\t\\N\t\\N\t\\N\t{t}\t1");
    assertThat(changed(copied, values))
        .contains("\n1\tf\t2026-01-01 00:00:00+00\t2026-01-01 00:00:01\t\\\\x01ab\t\\N\t1000\n");
    assertThat(changed(INSERT.formatted("1, true, NULL, NULL, NULL, '{t}', 'old', 1"), values))
        .contains(
            "(1, false, '2026-01-01 00:00:00+00', '2026-01-01 00:00:01', '\\x01ab', NULL, DEFAULT,"
                + " 1000);");
    assertThat(changed(copied, Map.of("at", LocalDate.of(2026, 1, 2)))).contains("\t2026-01-02\t");
  }

  @Test
  void aPointIsReadAndWrittenAsItIsSpelled() throws IOException {
    String table = "CREATE TABLE public.p (\n    id integer,\n    place point\n);\n";
    String copied = table + "COPY public.p (id, place) FROM stdin;\n1\t(13.4,-52.5)\n\\.\n";
    List<byte[]> seen = new ArrayList<>();
    new PgDump()
        .scan(new ByteArrayInputStream(dump(copied)), new EveryRow(row -> seen.add(row.bytes(1))));
    assertThat(seen).containsExactly("(13.4,-52.5)".getBytes(StandardCharsets.US_ASCII));
    byte[] coarse = "(13.0,-52.0)".getBytes(StandardCharsets.US_ASCII);
    assertThat(changed(copied, Map.of("place", coarse))).contains("\n1\t(13.0,-52.0)\n");
    assertThat(
            changed(
                table + "INSERT INTO public.p VALUES (1, '(13.4,-52.5)');\n",
                Map.of("place", coarse)))
        .contains("(1, '(13.0,-52.0)');");
  }

  @Test
  void textIsEscapedAsCopyWritesIt() throws IOException {
    String text = "\b\f\n\r\t\013\\N'\"";
    assertThat(changed(COPY.formatted("1\tt\t\\N\t\\N\t\\N\t\\N\t1"), Map.of("tags", text)))
        .contains("\t\\b\\f\\n\\r\\t\\v\\\\N'\"\t1\n");
    assertThat(texts(COPY.formatted("1\tt\t\\N\t\\N\t\\N\ta\\x41\\101\\b\\v\\q\t1"), 5))
        .containsExactly("aAA\b\013q");
  }

  @Test
  void namesAreFoldedAsPostgresDoesIt() throws IOException {
    String dump =
        PgDumpText.HEADER
            + "CREATE TABLE Public.Folded (Id integer, \"Id\" text, \"a\"\"b\" text);\n"
            + "COPY public.folded (\"Id\", id, \"a\"\"b\") FROM stdin;\nx\t1\ty\n\\.\n"
            + PgDumpText.FOOTER;
    List<String> seen = new ArrayList<>();
    Reading reading =
        new PgDump()
            .scan(
                new ByteArrayInputStream(PgDumpText.bytes(dump)),
                new EveryRow(
                    row -> {
                      RowSource source = row.source();
                      seen.add(row.text(source.indexOf("id")));
                      seen.add(row.text(source.indexOf("Id")));
                      seen.add(row.text(source.indexOf("a\"b")));
                    }));
    assertThat(seen).containsExactly("1", "x", "y");
    assertThat(reading.schema().tables()).containsOnlyKeys(new DumpTableName(null, "folded"));
  }

  @Test
  void rowsOfPartitionsAreTheTablesOwn() throws IOException {
    String dump =
        PgDumpText.HEADER
            + "CREATE TABLE public.ev (id integer, who integer) PARTITION BY RANGE (id);\n"
            + "CREATE TABLE public.ev_1 (who integer, id integer) PARTITION BY RANGE (id);\n"
            + "CREATE TABLE public.ev_1a (id integer, who integer);\n"
            + "ALTER TABLE ONLY public.ev ATTACH PARTITION public.ev_1 FOR VALUES FROM (1) TO"
            + " (9);\n"
            + "ALTER TABLE ONLY public.ev_1 ATTACH PARTITION public.ev_1a DEFAULT;\n"
            + "INSERT INTO public.ev_1 VALUES (10, 1);\n"
            + "COPY public.ev_1a (id, who) FROM stdin;\n"
            + "2\t20\n"
            + "\\.\n"
            + PgDumpText.FOOTER;
    List<String> seen = new ArrayList<>();
    Reading reading =
        new PgDump()
            .scan(
                new ByteArrayInputStream(PgDumpText.bytes(dump)),
                new EveryRow(
                    row ->
                        seen.add(
                            row.source().table() + " " + row.text(row.source().indexOf("who")))));
    assertThat(seen).containsExactly("ev 10", "ev 20");
    assertThat(reading.schema().tables()).containsOnlyKeys(new DumpTableName(null, "ev"));
  }

  @Test
  void oneDatabaseOfAClusterIsTold() throws IOException {
    String cluster =
        "--\n-- PostgreSQL database cluster dump\n--\n\nCREATE ROLE x;\n"
            + "\\connect template1\n"
            + PgDumpText.HEADER
            + PgDumpText.FOOTER
            + "\\encoding SQL_ASCII\n\\connect -reuse-previous=on \"dbname='mein Lädchen'\"\n"
            + PgDumpText.HEADER
            + PgDumpText.PERSON
            + "CREATE TABLE audit.log (a text);\n"
            + PgDumpText.FOOTER
            + "\\connect shop\n"
            + PgDumpText.HEADER
            + PgDumpText.PERSON
            + "CREATE TABLE audit.log (a text);\n"
            + PgDumpText.FOOTER
            + "--\n-- PostgreSQL database cluster dump complete\n--\n";
    Reading reading =
        new PgDump(Optional.of("shop"), "audit")
            .scan(new ByteArrayInputStream(PgDumpText.bytes(cluster)), new EveryRow(row -> {}));
    assertThat(reading.schema().tables().keySet())
        .extracting(DumpTableName::toString)
        .containsExactlyInAnyOrder(
            "mein Lädchen.public.person", "mein Lädchen.audit.log", "public.person", "log");
  }

  @Test
  void namesWithoutASchemaAreFoundOnTheSearchPath() throws IOException {
    String dump =
        "SET search_path = audit, public, pg_catalog;\n"
            + "CREATE TABLE log (a text);\nCREATE TABLE public.person (a text);\n"
            + "COPY person (a) FROM stdin;\nx\n\\.\nCOPY log (a) FROM stdin;\ny\n\\.\n";
    List<String> seen = new ArrayList<>();
    new PgDump()
        .scan(
            new ByteArrayInputStream(PgDumpText.bytes(dump)),
            new EveryRow(row -> seen.add(row.source().table() + " " + row.text(0))));
    assertThat(seen).containsExactly("person x", "audit.log y");
  }

  @ParameterizedTest
  @CsvSource({"LATIN1,ISO-8859-1", "WIN1252,windows-1252", "latin-9,ISO-8859-15", "KOI8R,KOI8-R"})
  void textIsOfTheDumpsEncoding(String encoding, String java) throws IOException {
    String text = Charset.forName(java).newEncoder().canEncode('é') ? "é" : "Ж";
    String dump =
        PgDumpText.HEADER.replace("UTF8", encoding)
            + TABLE.replace("tags boolean[]", "tags text")
            + COPY.formatted("1\tt\t\\N\t\\N\t\\N\t" + text + "\t1")
            + PgDumpText.FOOTER;
    List<String> seen = new ArrayList<>();
    new PgDump()
        .scan(
            new ByteArrayInputStream(dump.getBytes(Charset.forName(java))),
            new EveryRow(row -> seen.add(row.text(5))));
    assertThat(seen).containsExactly(text);
  }

  private static byte[] dump(String rows) {
    return PgDumpText.bytes(PgDumpText.HEADER + TABLE + rows + PgDumpText.FOOTER);
  }

  private static List<String> texts(String rows, int column) throws IOException {
    List<String> seen = new ArrayList<>();
    new PgDump()
        .scan(
            new ByteArrayInputStream(dump(rows)),
            new EveryRow(
                row -> {
                  try {
                    seen.add(String.valueOf(row.text(column)));
                  } catch (UnsupportedDump e) {
                    seen.add("unread");
                  }
                }));
    return seen;
  }

  private static String changed(String rows, Map<String, @Nullable Object> values)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PgDump()
        .rewrite(
            new ByteArrayInputStream(dump(rows)),
            out,
            Deciders.everywhere(row -> Decision.change(values)));
    return out.toString(StandardCharsets.UTF_8);
  }
}
