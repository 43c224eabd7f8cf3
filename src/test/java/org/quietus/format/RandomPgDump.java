package org.quietus.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dump by pg_dump of random tables in a random style, that can also write itself without some of
 * its rows: what a rewriting must give, found without reading SQL.
 */
final class RandomPgDump {
  private static final String ALPHABET = "ab\\'\"\n\r\t\b\f\013%_;,()-#/*:$ é漢😀NxE.";

  /** A row; its first value is its key, unique in the dump. */
  record Model(String table, List<@Nullable String> values) {
    String key() {
      return String.valueOf(values.get(0));
    }
  }

  private sealed interface Piece {}

  private record Plain(String text) implements Piece {}

  private record Rows(String head, String between, String tail, boolean always, List<Model> rows)
      implements Piece {}

  private final Random random;
  private final int style;
  private final boolean standardStrings;
  private final String eol;
  private final String tail;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Model> rows = new ArrayList<>();

  RandomPgDump(long seed) {
    random = new Random(seed);
    style = random.nextInt(3);
    standardStrings = random.nextInt(4) > 0;
    eol = random.nextInt(5) == 0 ? "\r\n" : "\n";
    tail = random.nextBoolean() ? ";" : " ON CONFLICT DO NOTHING;";
    write();
  }

  List<Model> rows() {
    return rows;
  }

  /** The dump's bytes without the rows of these keys. */
  byte[] without(Set<String> keys) {
    StringBuilder dump = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Rows some) {
        List<String> rest =
            some.rows().stream().filter(r -> !keys.contains(r.key())).map(this::spelled).toList();
        if (some.always() || !rest.isEmpty()) {
          dump.append(some.head()).append(String.join(some.between(), rest)).append(some.tail());
        }
      } else {
        dump.append(((Plain) piece).text());
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(dump.toString().getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  private void write() {
    line("--");
    line("-- PostgreSQL database dump");
    line("--");
    line("SET client_encoding = 'UTF8';");
    line("SET standard_conforming_strings = " + (standardStrings ? "on;" : "off;"));
    line("SELECT pg_catalog.set_config('search_path', '', false);");
    for (int tables = 1 + random.nextInt(4), t = 0; t < tables; t++) {
      table("t" + t + (random.nextInt(4) == 0 ? " it's; (" : ""));
      noise();
    }
    line("--");
    line("-- PostgreSQL database dump complete");
    line("--");
  }

  private void table(String name) {
    int columns = 1 + random.nextInt(6);
    List<String> names = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      names.add("\"C" + c + (random.nextInt(5) == 0 ? "\"\";" : "") + "\"");
    }
    String table = "public.\"" + name + "\"";
    line("CREATE TABLE " + table + " (" + eol + "    " + String.join(" text,", names) + " text);");
    String list = " (" + String.join(", ", names) + ")";
    for (int statements = random.nextInt(5); statements > 0; statements--) {
      List<Model> some = new ArrayList<>();
      int count = style == 1 ? 1 : random.nextInt(style == 2 ? 7 : 20) + (style == 2 ? 1 : 0);
      for (int r = 0; r < count; r++) {
        some.add(row(name, columns));
      }
      rows.addAll(some);
      if (style == 0) {
        pieces.add(
            new Rows("COPY " + table + list + " FROM stdin;" + eol, "", "\\." + eol, true, some));
      } else {
        String head =
            "INSERT INTO "
                + table
                + (random.nextBoolean() ? list : "")
                + (random.nextBoolean() ? " OVERRIDING SYSTEM VALUE" : "")
                + " VALUES"
                + (style == 1 ? " " : eol + "\t");
        pieces.add(new Rows(head, "," + eol + "\t", tail + eol, false, some));
      }
      if (random.nextInt(3) == 0) {
        noise();
      }
    }
  }

  private Model row(String table, int columns) {
    List<@Nullable String> values = new ArrayList<>();
    values.add(rows.size() + "-" + pieces.size() + "-" + random.nextLong());
    for (int c = 1; c < columns; c++) {
      values.add(
          switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> String.valueOf(random.nextInt());
            case 2 -> "\\N";
            default -> text();
          });
    }
    return new Model(table, values);
  }

  private String text() {
    int[] alphabet = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  private String spelled(Model row) {
    return style == 0
        ? String.join("\t", row.values().stream().map(RandomPgDump::copied).toList()) + eol
        : "(" + String.join(", ", row.values().stream().map(this::quoted).toList()) + ")";
  }

  private static String copied(@Nullable String value) {
    return value == null ? "\\N" : PgDumpText.escaped(value);
  }

  private String quoted(@Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    if (value.matches("-?\\d+")) {
      return value;
    }
    return standardStrings || value.indexOf('\\') < 0
        ? PgDumpText.quoted(value)
        : "E" + PgDumpText.quoted(value.replace("\\", "\\\\"));
  }

  private void noise() {
    switch (random.nextInt(9)) {
      case 0 -> line("");
      case 1 -> line("-- Name: it's; Type: TABLE; Schema: public; Owner: COPY t FROM stdin;");
      case 2 ->
          line(
              "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $_$ BEGIN INSERT INTO"
                  + " t0 VALUES ('$$;', $1); END $_$;");
      case 3 ->
          line(
              "CREATE OR REPLACE FUNCTION public.g(a integer) RETURNS integer LANGUAGE sql BEGIN"
                  + " ATOMIC SELECT CASE WHEN (a > 1) THEN 1 ELSE 2 END AS \"case\"; SELECT 2; END;");
      case 4 ->
          line(
              "CREATE RULE r AS ON INSERT TO public.t0 DO INSTEAD ( DELETE FROM public.t0 WHERE (x ="
                  + " ';'::text); SELECT 1;);");
      case 5 -> line("/* it's /* INSERT INTO */ COPY t FROM stdin; */");
      case 6 -> line("COMMENT ON TABLE public.t0 IS 'it''s; a $$ /* table';");
      case 7 -> line("\\restrict abc" + eol + "\\unrestrict abc");
      default -> line("SELECT pg_catalog.setval('public.\"t; id_seq\"', 2, true);");
    }
  }

  private void line(String text) {
    pieces.add(new Plain(text + eol));
  }
}
