package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.pgdump.PgDump;

/** What a dump by pg_dump may not hold, by name, and what it may. */
class PgDumpRefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "UPDATE public.person SET name = 'x';                          | UPDATE",
        "DELETE FROM public.person;                                    | DELETE",
        "DO $$ BEGIN DELETE FROM public.person; END $$;                | DO",
        "WITH x AS (SELECT 1) INSERT INTO public.person SELECT * FROM x; | WITH",
        "SELECT public.f();                                            | SELECT",
        "SELECT 1 INTO public.t;                                       | SELECT",
        "SELECT pg_catalog.lowrite(0, '\\x6869');                      | large objects",
        "SELECT pg_catalog.lo_create('16568');                         | large objects",
        "SELECT * FROM pg_catalog.pg_restore_attribute_stats('x', 1);  | statistics of columns",
        "SET row_security = on;                                        | --enable-row-security",
        "SET client_encoding = 'SJIS';                                 | client encoding SJIS",
        "SET client_encoding = 'BIG5';                                 | client encoding BIG5",
        "CREATE TABLE public.x AS SELECT 1 AS a;                       | from a query",
        "CREATE TABLE public.x (a integer) INHERITS (public.person);   | inherits from others",
        "CREATE TABLE public.x OF public.t;                            | columns from a type",
        "CREATE TABLE public.x (LIKE public.person);                   | columns of another",
        "CREATE TEMP TABLE x (a integer);                              | temporary",
        "CREATE SCHEMA s CREATE TABLE t (a integer);                   | CREATE SCHEMA",
        "ALTER TABLE public.person RENAME TO people;                   | ALTER TABLE",
        "ALTER TABLE public.person RENAME email TO mail;               | ALTER TABLE",
        "ALTER TABLE public.person ADD COLUMN x text;                  | ALTER TABLE",
        "ALTER TABLE public.person ADD x text;                         | ALTER TABLE",
        "ALTER TABLE public.person OWNER TO x, DROP COLUMN email;      | ALTER TABLE",
        "ALTER TABLE public.person ALTER COLUMN email TYPE integer;    | ALTER TABLE",
        "ALTER TABLE public.person SET SCHEMA audit;                   | ALTER TABLE",
        "ALTER TABLE public.person INHERIT public.x;                   | ALTER TABLE",
        "ALTER SCHEMA public RENAME TO x;                              | ALTER SCHEMA",
        "COPY public.person FROM '/tmp/x';                             | COPY of another form",
        "COPY public.person (id) FROM stdin WITH (FORMAT csv);         | COPY of another form",
        "COPY public.person TO stdout;                                 | COPY of another form",
        "INSERT INTO public.person SELECT 1, 'a', 'b';                 | other than of rows",
        "INSERT INTO public.person DEFAULT VALUES;                     | other than of rows",
        "INSERT INTO public.person VALUES (1, lower('A'), 'b');        | an expression in a row",
        "INSERT INTO public.person VALUES (1, 'a'::text, 'b');         | behind a string",
        "INSERT INTO public.person VALUES (1, 'a', 'b') RETURNING id;  | behind the rows",
        "INSERT INTO public.person VALUES (1, 'a');                    | 2 values for 3 columns",
        "\\i other.sql                                                 | psql that dumps do not hold: \\i",
        "\\copy person FROM 'x'                                        | psql that dumps do not hold: \\copy",
        "LISTEN x;                                                     | LISTEN",
      })
  void refusesByName(String statement, String name) {
    assertThatThrownBy(() -> read(dump(statement + "\n")))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE ONLY public.person ADD CONSTRAINT rename PRIMARY KEY (id);",
        "ALTER TABLE ONLY public.person ALTER COLUMN type SET DEFAULT 'a, b'::text;",
        "ALTER TABLE public.person ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY ( START WITH 1 );",
        "ALTER TABLE IF EXISTS ONLY public.person DROP CONSTRAINT IF EXISTS person_pkey;",
        "ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;",
        "ALTER TABLE public.person ADD CONSTRAINT c CHECK (id > 0) NO INHERIT;",
        "ALTER INDEX public.a ATTACH PARTITION public.b;",
        "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'x';",
        "SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer);",
        "CREATE UNIQUE INDEX i ON public.person USING btree (lower(email)) WHERE (id > 1);",
        "CREATE MATERIALIZED VIEW public.mv AS SELECT 1 WITH NO DATA;",
        "CREATE TABLE public.odd (exclude boolean, \"like\" text, \"primary\" integer[]);",
      })
  void passesOverWhatLeavesRowsAsTheyAre(String statement) throws IOException {
    assertThat(read(dump(statement + "\n")).ending()).isEqualTo(Ending.TRAILER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PGDMP\001\016\000\004\010\010\001\001", "toc.dat\0\0\0\0\0\0"})
  void refusesArchivesWithAdvice(String start) {
    assertThatThrownBy(() -> read(start.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("pg_restore -f");
  }

  @Test
  void refusesTheDumpOfAMySql() {
    assertThatThrownBy(() -> read(DumpText.mariaDb(FormatContract.PEOPLE)))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("by mysqldump");
  }

  @Test
  void refusesLinesThatEndInDifferentWays() {
    byte[] changed = dump("COPY public.person (id, email, name) FROM stdin;\r\n1\ta\tb\n\\.\r\n");
    assertThatThrownBy(() -> read(changed))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("lines that end in different ways");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\.x\tb\tc\n", "1\ta\\.\tb\n", "1\ta\\\nb\tc\n"})
  void refusesABackslashThatEscapesNothing(String row) {
    byte[] dump = dump("COPY public.person (id, email, name) FROM stdin;\n" + row + "\\.\n");
    assertThatThrownBy(() -> read(dump))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("escapes nothing");
  }

  @Test
  void refusesTheEndOfARowWithinTheLine() {
    byte[] changed = dump("COPY public.person (id, email, name) FROM stdin;\n1\ta\tb\r\n\\.\n");
    assertThatThrownBy(() -> read(changed))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("carriage return");
  }

  @Test
  void refusesTextThatIsNotOfTheEncoding() {
    byte[] dump =
        new String(
                dump("INSERT INTO public.person VALUES (1, 'é', 'b');\n"), StandardCharsets.UTF_8)
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(dump))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("not text of the dump's character set");
  }

  @Test
  void refusesAPartitionThatIsPutInPlaceBehindItsRows() {
    String part = PgDumpText.PERSON.replace("person", "part");
    assertThatThrownBy(
            () ->
                read(
                    dump(
                        part
                            + "INSERT INTO public.part VALUES (1, 'a', 'b');\n"
                            + "ALTER TABLE ONLY public.person ATTACH PARTITION public.part DEFAULT;\n")))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("behind its rows");
  }

  @Test
  void saysNothingOfAnEndWithoutHeaderAndTrailer() throws IOException {
    assertThat(read(PgDumpText.bytes(PgDumpText.PERSON)).ending()).isEqualTo(Ending.UNPROVEN);
  }

  @Test
  void rowsBehindTheTrailerAreNotPartOfIt() throws IOException {
    String more = "INSERT INTO public.person VALUES (1, 'a', 'b');\n";
    byte[] dump =
        PgDumpText.bytes(PgDumpText.HEADER + PgDumpText.PERSON + PgDumpText.FOOTER + more);
    assertThat(read(dump).ending()).isEqualTo(Ending.UNPROVEN);
  }

  private static byte[] dump(String statement) {
    return PgDumpText.bytes(PgDumpText.HEADER + PgDumpText.PERSON + statement + PgDumpText.FOOTER);
  }

  private static Reading read(byte[] dump) throws IOException {
    return new PgDump()
        .scan(
            new ByteArrayInputStream(dump),
            new EveryRow(
                row -> {
                  for (int i = 0; i < row.size(); i++) {
                    row.text(i);
                  }
                }));
  }
}
