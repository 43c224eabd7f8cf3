package org.quietus.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.format.csv.Csv;
import org.quietus.policy.RowLayout;
import org.quietus.testing.Seeds;

/**
 * Random files of rows, as fastcsv reads them before and after. There is no carriage return alone
 * in them: behind one in quotes fastcsv 4.1.0 does not see the end of the row.
 */
class RandomCsvTest {
  private static final int FILES = 300;
  private static final DumpTableName TABLE = new DumpTableName(null, "t");
  private static final String[] DELIMITERS = {",", ";", "\t", "|", "^", "||", ";^;"};
  private static final String[] PIECES = {
    "a", "b7", " ", "\"", "\"\"", "'", ",", ";", "\t", "|", "^", "\n", "\r\n", "\\", "é", "漢", "😀",
    "\0", "-1.50", "NULL", "\n\n", "#", "="
  };

  static IntStream seeds() {
    return Seeds.few(3).mapToInt(Math::toIntExact);
  }

  /** A file, and what each row of it is. */
  private record Sample(
      RowLayout layout, String head, List<String> rows, List<List<String>> values) {
    byte[] bytes() {
      return (head + String.join("", rows)).getBytes(UTF_8);
    }

    List<String> columns() {
      return IntStream.range(0, values.get(0).size()).mapToObj(n -> "c" + n).toList();
    }
  }

  private static Sample sample(Random random) {
    String delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
    RowLayout layout =
        new RowLayout(delimiter, Optional.of('"'), false, "", Optional.empty(), UTF_8);
    int columns = 2 + random.nextInt(5);
    List<List<String>> values = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int n = 0; n < count; n++) {
      List<String> row = new ArrayList<>();
      row.add(String.valueOf(n));
      while (row.size() < columns) {
        row.add(value(random));
      }
      values.add(row);
      boolean last = n == count - 1 && random.nextBoolean();
      rows.add(spelled(row, delimiter, random) + (last ? "" : lineEnd(random)));
    }
    String head =
        (random.nextInt(4) == 0 ? "\uFEFF" : "")
            + spelled(
                IntStream.range(0, columns).mapToObj(n -> "c" + n).toList(), delimiter, random)
            + lineEnd(random);
    return new Sample(layout, head, rows, values);
  }

  private static String lineEnd(Random random) {
    return random.nextInt(3) == 0 ? "\r\n" : "\n";
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    for (int n = random.nextInt(5); n > 0; n--) {
      value.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return random.nextInt(200) == 0 ? value.toString().repeat(40_000) : value.toString();
  }

  private static String spelled(List<String> row, String delimiter, Random random) {
    List<String> fields = new ArrayList<>();
    for (String value : row) {
      boolean needed =
          value.contains(delimiter.substring(0, 1))
              || value.contains("\"")
              || value.contains("\n")
              || value.contains("\r");
      fields.add(
          needed || random.nextInt(4) == 0 ? "\"" + value.replace("\"", "\"\"") + "\"" : value);
    }
    return String.join(delimiter, fields);
  }

  private static List<List<String>> read(byte[] file, RowLayout layout) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(layout.delimiter())
            .detectBomHeader(true)
            .allowMissingFields(true)
            .allowExtraFields(true)
            .maxBufferSize(1 << 24)
            .ofCsvRecord(new ByteArrayInputStream(file), UTF_8)) {
      for (CsvRecord each : reader) {
        rows.add(List.copyOf(each.getFields()));
      }
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsLeftIsWhatWasThereWithoutWhatWasRemoved(int seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < FILES; round++) {
      Sample sample = sample(random);
      StringBuilder expected = new StringBuilder(sample.head());
      List<List<String>> left = new ArrayList<>();
      left.add(sample.columns());
      boolean[] doomed = new boolean[sample.rows().size()];
      for (int n = 0; n < doomed.length; n++) {
        doomed[n] = random.nextBoolean();
        if (!doomed[n]) {
          expected.append(sample.rows().get(n));
          left.add(sample.values().get(n));
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Csv csv = new Csv(TABLE, List.of("c0"), sample.layout());
      RewriteReport report =
          csv.rewrite(
              new Drip(sample.bytes(), random, 1 + random.nextInt(100_000)),
              out,
              Deciders.everywhere(
                  row ->
                      doomed[Integer.parseInt(String.valueOf(row.text(0)))]
                          ? Decision.DROP
                          : Decision.KEEP));
      assertThat(report.reading().unread())
          .as("seed %d, %d", seed, round)
          .isEqualTo(Unread.NOTHING);
      assertThat(out.toString(UTF_8)).as("seed %d, %d", seed, round).isEqualTo(expected.toString());
      assertThat(
              read(sample.bytes(), sample.layout()).size()
                  - read(out.toByteArray(), sample.layout()).size())
          .as("seed %d, %d", seed, round)
          .isEqualTo((int) Objects.requireNonNull(report.tables().get(TABLE)).dropped());
      assertThat(read(out.toByteArray(), sample.layout()))
          .as("seed %d, %d", seed, round)
          .isEqualTo(left);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsChangedIsReadBackBesideWhatIsNot(int seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < FILES; round++) {
      Sample sample = sample(random);
      List<String> columns = sample.columns();
      List<List<String>> expected = new ArrayList<>();
      expected.add(columns);
      List<Map<String, @Nullable Object>> changes = new ArrayList<>();
      for (List<String> row : sample.values()) {
        List<String> after = new ArrayList<>(row);
        Map<String, @Nullable Object> change = new HashMap<>();
        for (int n = 1; n < row.size(); n++) {
          if (random.nextBoolean()) {
            String value = value(random);
            after.set(n, value);
            change.put(columns.get(n), value.isEmpty() && random.nextBoolean() ? null : value);
          }
        }
        changes.add(change);
        expected.add(after);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      List<String> lookedFor = new ArrayList<>(columns);
      java.util.Collections.shuffle(lookedFor, random);
      Csv csv = new Csv(TABLE, lookedFor, sample.layout());
      int key = lookedFor.indexOf("c0");
      RewriteReport report =
          csv.rewrite(
              new ByteArrayInputStream(sample.bytes()),
              out,
              Deciders.everywhere(
                  row -> {
                    Map<String, @Nullable Object> change =
                        changes.get(Integer.parseInt(String.valueOf(row.text(key))));
                    return change.isEmpty() ? Decision.KEEP : Decision.change(change);
                  }));
      assertThat(read(out.toByteArray(), sample.layout()))
          .as("seed %d, %d", seed, round)
          .isEqualTo(expected);
      assertThat(
              report.differencesFrom(
                  Deciders.reread(csv, new ByteArrayInputStream(out.toByteArray()), report)))
          .isEmpty();
    }
  }

  private static RowLayout anyLayout(Random random) {
    Charset charset =
        List.of(UTF_8, ISO_8859_1, UTF_16LE, Charset.forName("GB18030")).get(random.nextInt(4));
    boolean backslash = !charset.name().equals("GB18030") && random.nextBoolean();
    return new RowLayout(
        DELIMITERS[random.nextInt(DELIMITERS.length)],
        List.of(Optional.of('"'), Optional.of('\''), Optional.<Character>empty())
            .get(random.nextInt(3)),
        backslash,
        List.of("", "NULL", "-", backslash ? "\\N" : "").get(random.nextInt(4)),
        Optional.of(List.of("id", "a", "b")),
        charset);
  }

  /** Or it is refused, where nothing could say that it is not something else. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenInAnyLayoutIsReadBack(int seed) throws IOException {
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 10 * FILES; round++) {
      RowLayout layout = anyLayout(random);
      String d = layout.delimiter();
      String q =
          layout.quote().filter(sign -> random.nextBoolean()).map(String::valueOf).orElse("");
      byte[] file = ("1" + d + q + "x" + q + d + "y\n").getBytes(layout.charset());
      @Nullable String value = random.nextInt(9) == 0 ? null : value(random);
      Map<String, @Nullable Object> change = new HashMap<>();
      change.put("a", value);
      Csv csv = new Csv(TABLE, List.of("id", "a", "b"), layout);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        csv.rewrite(new ByteArrayInputStream(file), out, Deciders.changing("1", change));
      } catch (UnsupportedDump e) {
        refused++;
        continue;
      }
      List<@Nullable String> seen = new ArrayList<>();
      csv.scan(
          new ByteArrayInputStream(out.toByteArray()),
          new EveryRow(row -> seen.addAll(Arrays.asList(row.text(0), row.text(1), row.text(2)))));
      boolean lost = layout.quote().isEmpty() && layout.nullText().equals(value);
      assertThat(seen)
          .as("seed %d, %d: %s as %s", seed, round, layout, out.toString(layout.charset()))
          .isEqualTo(Arrays.asList("1", lost ? null : value, "y"));
    }
    assertThat(refused).isBetween(FILES / 2, 8 * FILES);
  }

  /** Whoever reads on where a file is damaged reads it as fastcsv does, or says that it cannot. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aDamagedFileIsNamedOrReadAsAnybodyReadsIt(int seed) throws IOException {
    Random random = new Random(seed);
    int read = 0;
    for (int round = 0; round < FILES; round++) {
      Sample sample = sample(random);
      byte[] file = sample.bytes();
      for (int n = 1 + random.nextInt(2); n > 0; n--) {
        int at = sample.head().getBytes(UTF_8).length;
        if (at < file.length) {
          file[at + random.nextInt(file.length - at)] =
              (byte) ("\",;\t|^\n\\a\"" + (char) 0xe4).charAt(random.nextInt(11));
        }
      }
      List<List<String>> seen = new ArrayList<>();
      seen.add(sample.columns());
      Reading reading =
          new Csv(TABLE, sample.columns(), sample.layout())
              .scan(
                  new Drip(file, random, 50_000),
                  new EveryRow(
                      row -> {
                        List<String> values = new ArrayList<>();
                        for (int n = 0; n < row.size(); n++) {
                          @Nullable String value = row.text(n);
                          values.add(value == null ? "" : value);
                        }
                        seen.add(values);
                      }));
      boolean alone = new String(file, UTF_8).replace("\r\n", "").indexOf('\r') >= 0;
      if (reading.unread().rows() == 0 && !alone) {
        read++;
        assertThat(seen).as("seed %d, %d", seed, round).isEqualTo(read(file, sample.layout()));
      }
    }
    assertThat(read).isBetween(FILES / 20, FILES - FILES / 20);
  }
}
