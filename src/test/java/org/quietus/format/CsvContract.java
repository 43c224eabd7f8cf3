package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.format.csv.Csv;
import org.quietus.policy.RowLayout;

/** What holds of rows whatever their layout; one subclass for each. */
abstract class CsvContract extends RecordFormatContract {
  private static final List<String> COLUMNS = List.of("id", "email", "name");

  /** With a header, in UTF-8. */
  abstract RowLayout layout();

  /** A field as such files have it; null for none. */
  abstract String field(@Nullable String value);

  final RowLayout declared(String... columns) {
    return new RowLayout(
        layout().delimiter(),
        layout().quote(),
        layout().backslash(),
        layout().nullText(),
        Optional.of(List.of(columns)),
        layout().charset());
  }

  final String row(@Nullable String... values) {
    return Arrays.stream(values).map(this::field).collect(Collectors.joining(layout().delimiter()))
        + "\n";
  }

  @Override
  Format format() {
    return new Csv(new DumpTableName(null, "person"), COLUMNS, layout());
  }

  @Override
  byte[] dump(List<Person> people) {
    return Stream.concat(
            Stream.of(row("id", "email", "name")),
            people.stream().map(p -> row(String.valueOf(p.id()), p.email(), p.name())))
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }

  @Override
  Format format(List<String> columns, int longest) {
    return new Csv(EVENTS, columns, layout(), longest);
  }

  @Override
  String head(List<String> columns) {
    return record(columns, columns);
  }

  @Override
  String record(List<String> columns, List<String> values) {
    return row(values.toArray(new String[0]));
  }

  @Override
  String endless() {
    return "1";
  }

  /** Rows of one field too many, and of bytes that are not UTF-8. */
  final List<byte[]> brokenInAnyLayout() {
    List<byte[]> broken = new ArrayList<>();
    broken.add(row("1", "2").strip().getBytes(UTF_8));
    broken.add(row("1", "2", "3", "4").strip().getBytes(UTF_8));
    broken.add(new byte[] {'x', (byte) 0xc0, (byte) 0xaf});
    broken.add(new byte[] {(byte) 0xe4, 'x'});
    broken.add(new byte[] {(byte) 0xff});
    return broken;
  }

  final List<List<@Nullable Object>> values(RowLayout layout, String text, String... columns)
      throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Reading reading =
        new Csv(EVENTS, List.of(columns), layout)
            .scan(
                new ByteArrayInputStream(text.getBytes(layout.charset())),
                new EveryRow(
                    row -> {
                      List<@Nullable Object> values = new ArrayList<>();
                      for (int n = 0; n < row.size(); n++) {
                        values.addAll(row.values(n));
                      }
                      rows.add(values);
                    }));
    assertThat(reading.unread()).isEqualTo(Unread.NOTHING);
    return rows;
  }

  @Test
  void columnsAreFoundByTheirNamesInWhateverOrder() throws IOException {
    String text = row("x", "email", "id") + row("-", "a@example.org", "1");
    assertThat(values(layout(), text, "id", "email"))
        .containsExactly(List.of("1", "a@example.org"));
    assertThat(values(declared("x", "email", "id"), text, "id", "email"))
        .as("also where the file has them, although they are declared")
        .containsExactly(List.of("1", "a@example.org"));
  }

  @Test
  void noValueIsAnotherThanAnEmptyOne() throws IOException {
    assertThat(values(layout(), row("id", "email") + row(null, "") + row("", null), "id", "email"))
        .containsExactly(Arrays.asList(null, ""), Arrays.asList("", null));
  }

  @Test
  void aChangedFieldIsWrittenSoThatItIsReadAsItWas() throws IOException {
    List<@Nullable Object> odd = new ArrayList<>();
    odd.addAll(
        Arrays.asList(
            null, "", " ", "\"", "\"\"", "a\"b", "\\", "\\N", "N", "NULL", "\n", "\r\n", "\r",
            "\t"));
    odd.addAll(List.of(",", ";", "||", "|", "\0", "\b\f\u000b\u001a", "克莱奥 😀", "'", "=1+1"));
    odd.addAll(List.of("trailing\\", "\\\\\"", "\"quoted\"", "*******", "2026-02-01"));
    for (@Nullable Object value : odd) {
      for (String before : new String[] {"x", "a" + layout().delimiter() + "b", ""}) {
        Map<String, @Nullable Object> change = new HashMap<>();
        change.put("email", value);
        byte[] text =
            (row("id", "email", "name") + row("1", before, "Ann") + row("2", before, "Ben"))
                .getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format().rewrite(new ByteArrayInputStream(text), out, Deciders.changing("1", change));
        assertThat(values(layout(), out.toString(UTF_8), "id", "email", "name"))
            .as("%s instead of %s: %s", value, before, out.toString(UTF_8))
            .containsExactly(Arrays.asList("1", value, "Ann"), List.of("2", before, "Ben"));
      }
    }
  }

  @Test
  void tenThousandColumnsAreAsGoodAsThree() throws IOException {
    String[] names = new String[10_000];
    String[] values = new String[names.length];
    for (int n = 0; n < names.length; n++) {
      names[n] = "c" + n;
      values[n] = "v" + n;
    }
    assertThat(values(layout(), row(names) + row(values) + row(values), "c9999", "c0", "c777"))
        .hasSize(2)
        .containsOnly(List.of("v9999", "v0", "v777"));
  }

  /** Where files were put behind each other. */
  @Test
  void aHeaderThatComesAgainIsNoRecordAndAnotherOneIsNamed() throws IOException {
    String header = row("id", "email", "n");
    String text = header + row("1", "a", "") + header + row("2", "n", "id");
    assertThat(values(layout(), text, "email", "id"))
        .containsExactly(List.of("a", "1"), List.of("n", "2"));
    String other = text + row("email", "id", "n") + row("b", "3", "");
    Reading reading =
        new Csv(EVENTS, List.of("id"), layout())
            .scan(new ByteArrayInputStream(other.getBytes(UTF_8)), new EveryRow(row -> {}));
    assertThat(reading.unread().text())
        .isEqualTo("line 5: another header than that of the file, and all behind it");
    assertThat(reading.bytes()).isEqualTo(other.getBytes(UTF_8).length);
  }

  @Test
  void aHeaderInWhichOneColumnIsCalledOtherwiseIsNamed() throws IOException {
    String header = row("id", "email", "at", "n");
    for (String other : List.of(row("id", "mail", "at", "n"), row("id", "n", "email", "when"))) {
      Reading reading =
          new Csv(EVENTS, List.of("email", "id"), layout())
              .scan(
                  new ByteArrayInputStream(
                      (header + row("1", "a", "", "") + other).getBytes(UTF_8)),
                  new EveryRow(row -> {}));
      assertThat(reading.unread().text())
          .isEqualTo("line 3: another header than that of the file, and all behind it");
    }
    assertThat(values(layout(), header + row("id", "a@b", "n", "x"), "email", "id"))
        .containsExactly(List.of("a@b", "id"));
  }

  /** Nobody's values are taken for those of another column. */
  @Test
  void nothingIsReadBehindAHeaderOfOtherColumnsUntilTheFirstOneComesAgain() throws IOException {
    String header = row("id", "email", "name", "city");
    List<String> others =
        List.of(
            row("nr", "person", "id", "email"),
            row("email", "e-mail of friend", "who", "where"),
            row("id", "Nachname", "Mailadresse", "Ort"),
            row("ID", "NAME", "EMAIL", "CITY"),
            row("customerId", "full_name", "email_address", "home city"),
            row("编号", "姓名", "email", "城市"));
    for (String other : others) {
      String text =
          header
              + row("1", "a@x", "A", "Q")
              + other
              + row("2", "b@x", "B", "R")
              + row("c", "d", "C", "S")
              + header
              + row("3", "c@x", "C", "S");
      List<Object> ids = new ArrayList<>();
      Reading reading =
          new Csv(EVENTS, List.of("email", "id"), layout())
              .scan(
                  new ByteArrayInputStream(text.getBytes(UTF_8)),
                  new EveryRow(row -> ids.add(String.valueOf(row.text(1)))));
      assertThat(ids).as(other).containsExactly("1", "3");
      assertThat(reading.unread().text())
          .as(other)
          .isEqualTo("line 3: another header than that of the file, and all behind it");
      assertThat(reading.bytes()).isEqualTo(text.getBytes(UTF_8).length);
    }
  }

  @Test
  void aHeaderOfTwoColumnsInTurnIsNamed() throws IOException {
    for (String other : List.of(row("mail", "id"), row("E-Mail", "Id"), row("adr", "id"))) {
      Reading reading =
          new Csv(EVENTS, List.of("email"), layout())
              .scan(
                  new ByteArrayInputStream(
                      (row("id", "email") + row("1", "a@x") + other).getBytes(UTF_8)),
                  new EveryRow(row -> {}));
      assertThat(reading.unread().rows()).as(other).isEqualTo(1);
    }
  }

  @Test
  void aHeaderThatIsInTheFileAlthoughItsColumnsAreDeclaredIsHeldAgainstThem() throws IOException {
    assertThat(values(declared("id", "email"), row("id", "email") + row("1", "a"), "id"))
        .containsExactly(List.of("1"));
    Reading reading =
        new Csv(EVENTS, List.of("id"), declared("id", "email"))
            .scan(
                new ByteArrayInputStream((row("email", "id") + row("a", "1")).getBytes(UTF_8)),
                new EveryRow(row -> {}));
    assertThat(reading.unread().text())
        .isEqualTo("line 1: a header of other columns than 'columns', and all behind it");
  }

  /** Also where a value is what a column is called, as in rows of one value each. */
  @Test
  void recordsThatHaveNamesOfColumnsAmongTheirValuesAreRecords() throws IOException {
    assertThat(values(layout(), row("name", "value") + row("name", "Schmidt"), "value"))
        .containsExactly(List.of("Schmidt"));
    String people = row("user", "first", "last", "city", "country");
    assertThat(values(layout(), people + row("ann", "Ann", "City", "Bath", "Wales"), "user"))
        .containsExactly(List.of("ann"));
    String log = row("user", "role", "action") + row("alice", "user", "login");
    assertThat(values(layout(), log + row("bob", "role", "user"), "user", "role"))
        .containsExactly(List.of("alice", "user"), List.of("bob", "role"));
    String events = row("id", "kind", "email");
    assertThat(values(layout(), events + row("7", "email", "a@x"), "kind", "email"))
        .containsExactly(List.of("email", "a@x"));
  }

  /** An unnamed column, as that of row numbers, has the name of an empty value. */
  @Test
  void aRowOfEmptyValuesIsNoHeader() throws IOException {
    assertThat(values(layout(), row("", "email") + row("", ""), "email"))
        .containsExactly(List.of(""));
  }

  @Test
  void aByteOrderMarkIsPartOfNoFieldAlsoWhereFilesWerePutBehindEachOther() throws IOException {
    String mark = "\uFEFF";
    String header = mark + row("id", "email");
    assertThat(values(layout(), header + row("1", "a") + header + row("2", "b"), "id", "email"))
        .containsExactly(List.of("1", "a"), List.of("2", "b"));
    assertThat(values(declared("id", "email"), mark + row("1", "a") + mark + row("2", "b"), "id"))
        .containsExactly(List.of("1"), List.of("2"));
    String other = header + row("1", "a") + mark + row("email", "id") + row("b", "2");
    Reading reading =
        new Csv(EVENTS, List.of("id"), layout())
            .scan(new ByteArrayInputStream(other.getBytes(UTF_8)), new EveryRow(row -> {}));
    assertThat(reading.unread().text())
        .isEqualTo("line 3: another header than that of the file, and all behind it");
  }

  @Test
  void theLastFieldOfAFileOfOneColumnIsEmptiedToo() throws IOException {
    Map<String, @Nullable Object> change = new HashMap<>();
    change.put("email", null);
    String text = row("email") + row("a") + row("b").strip();
    Csv csv = new Csv(EVENTS, List.of("email"), layout());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RewriteReport report =
        csv.rewrite(
            new ByteArrayInputStream(text.getBytes(UTF_8)), out, Deciders.changing("b", change));
    RewriteReport again =
        csv.rewrite(
            new ByteArrayInputStream(out.toByteArray()),
            new ByteArrayOutputStream(),
            Deciders.keepAll());
    assertThat(report.differencesFrom(again)).isEmpty();
    assertThat(values(layout(), out.toString(UTF_8), "email"))
        .containsExactly(List.of("a"), Arrays.asList((Object) null));
  }

  @Test
  void emptyLinesStay() throws IOException {
    String text = "\n" + row("id", "n") + "\r\n" + row("1", "x") + "\n" + row("2", "y") + "\n\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Csv(EVENTS, List.of("id"), layout())
        .rewrite(new ByteArrayInputStream(text.getBytes(UTF_8)), out, Deciders.dropping("1"));
    assertThat(out.toString(UTF_8)).isEqualTo(text.replace(row("1", "x"), ""));
  }
}
