package org.quietus.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.format.pgdump.PgDump;

/** Tables of whose rows some are in no dump, as {@code --exclude-table-data} leaves them out. */
class PgDumpLeftOutTest {
  private static final String LOG =
      """
      CREATE TABLE public.log (
          day date NOT NULL,
          person_id integer
      )
      PARTITION BY RANGE (day);
      CREATE TABLE public.log_1 (
          day date NOT NULL,
          person_id integer
      );
      CREATE TABLE public.log_2 (
          day date NOT NULL,
          person_id integer
      );
      ALTER TABLE ONLY public.log ATTACH PARTITION public.log_1 FOR VALUES FROM (1) TO (2);
      ALTER TABLE ONLY public.log ATTACH PARTITION public.log_2 FOR VALUES FROM (2) TO (3);
      """;

  private static Set<DumpTableName> leftOut(String... data) throws IOException {
    DumpSchema schema =
        schema(
            PgDumpText.HEADER + PgDumpText.PERSON + LOG + String.join("", data) + PgDumpText.FOOTER,
            UTF_8);
    assertThat(schema.isChosen()).isFalse();
    assertThat(schema.hasRows()).isEqualTo(data.length > 0);
    assertThat(schema.announced())
        .as("partitions are their table's")
        .isSubsetOf(new DumpTableName(null, "person"), new DumpTableName(null, "log"));
    assertThat(schema.filtered().keySet()).allMatch(schema::isLeftOut);
    return schema.filtered().keySet();
  }

  private static DumpSchema schema(String dump, Charset charset) throws IOException {
    return new PgDump(Optional.empty(), "public")
        .scan(new ByteArrayInputStream(dump.getBytes(charset)), new EveryRow(row -> {}))
        .schema();
  }

  private static String data(String table) {
    return "--\n-- Data for Name: %s; Type: TABLE DATA; Schema: public; Owner: tester\n--\n\n"
        .formatted(table);
  }

  private static String rows(String table, String columns) {
    return "COPY public.%s (%s) FROM stdin;\n\\.\n\n".formatted(table, columns);
  }

  @Test
  void areThoseWhoseRowsAreNotAnnounced() throws Exception {
    String log = data("log_1") + data("log_2");
    assertThat(leftOut(log)).containsExactly(new DumpTableName(null, "person"));
    assertThat(leftOut(data("person"), log)).isEmpty();
    assertThat(leftOut(rows("person", "id, email, name"), log)).isEmpty();
  }

  @Test
  void areThoseOfWhichAPartitionIsLeftOut() throws Exception {
    assertThat(leftOut(data("person"), data("log_2"), rows("log_2", "day, person_id")))
        .containsExactly(new DumpTableName(null, "log"));
  }

  @Test
  void areNoneOfADumpThatAnnouncesNoRows() throws Exception {
    assertThat(leftOut(rows("log_2", "day, person_id"))).isEmpty();
    assertThat(leftOut()).as("--schema-only").isEmpty();
  }

  @Test
  void areNoneWhosePartitionsAreDividedAgain() throws Exception {
    String again =
        """
        CREATE TABLE public.log_3 PARTITION OF public.log FOR VALUES FROM (3) TO (4)
        PARTITION BY RANGE (person_id);
        CREATE TABLE public.log_4 PARTITION OF public.log_3 FOR VALUES FROM (0) TO (9);
        """;
    String all = data("person") + data("log_1") + data("log_2");
    assertThat(leftOut(again, all, data("log_4"))).as("as pg_dump 10 declares them").isEmpty();
    assertThat(leftOut(again, all)).containsExactly(new DumpTableName(null, "log"));
  }

  @Test
  void areNoneWithNamesInTheCharacterSetOfTheDump() throws Exception {
    String dump =
        PgDumpText.HEADER.replace("UTF8", "LATIN1")
            + PgDumpText.PERSON.replace("person", "größe")
            + data("größe")
            + PgDumpText.FOOTER;
    DumpSchema schema = schema(dump, ISO_8859_1);
    assertThat(schema.announced()).containsExactly(new DumpTableName(null, "größe"));
    assertThat(schema.filtered()).isEmpty();
  }
}
