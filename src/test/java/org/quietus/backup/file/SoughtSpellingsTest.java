package org.quietus.backup.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.catalog.Column;
import org.quietus.format.DumpTableName;
import org.quietus.format.Format;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.csv.Csv;
import org.quietus.format.jsonl.Jsonl;
import org.quietus.policy.RowLayout;
import org.quietus.subject.IdentifierType;

/**
 * What is passed over by its spelling is what comparing the values would have passed over, in files
 * made at random of what is sought and of what looks like it.
 */
class SoughtSpellingsTest {
  private static final int RECORDS = 400;
  private static final DumpTableName TABLE = new DumpTableName(null, "records");
  private static final List<String> PATHS = List.of("v");
  private static final List<String> SEEDS =
      List.of(
          "ann@example.org",
          "Bo.Li@x.example",
          "+49301234567",
          "0049301234567",
          "0301234567",
          "301234567",
          "30 123-4567",
          "17",
          "017",
          "0",
          "000",
          "-0",
          "-17",
          "17.0",
          "1.7e1",
          "1.700E+1",
          "999999999999999999",
          "1234567890123456789",
          "AB-17",
          "ab-17",
          "1e5",
          "1.234",
          "0f8fad5b-d9cb-469f-a165-70867728950e",
          "0F8FAD5B-D9CB-469F-A165-70867728950E",
          "",
          " ",
          "null",
          "true",
          "caf\u00e9",
          "K",
          "\u212a",
          "x@\u212a.org",
          "x@k.org",
          "<ann@example.org>",
          "Ann Ado <ann@example.org>",
          "x@k.org, ann@example.org",
          "x@k.org ann@example.org",
          "Ann ann@example.org",
          "MAILTO:ann@example.org",
          "'ann@example.org'",
          "tel:+49301234567",
          "whatsapp:+49301234567",
          "'+49301234567",
          "=\"0301234567\"",
          "'17",
          "=\"17\"",
          "17\u00a0",
          "'AB-17",
          "AB-17\n",
          "AB-17\0",
          "\u200bAB-17",
          "0f8fad5bd9cb469fa16570867728950e",
          "{0F8FAD5B-d9cb-469f-a165-70867728950e}",
          "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
          " 0f8fad5b-d9cb-469f-a165-70867728950e",
          "\uff10\uff11234567");
  private static final String ADDED = " .,-+(/e0E1aZ@<>;:'{=|\n\0\\\"'\t^\u00a0";

  private final Random random = new Random(14);

  private static List<WhoseField> fields() {
    List<WhoseField> fields = new ArrayList<>();
    for (IdentifierType type : IdentifierType.values()) {
      fields.add(field(Column.Type.TEXT, WhoseField.Kind.IDENTIFIER, Optional.of(type)));
    }
    fields.add(
        field(Column.Type.INTEGER, WhoseField.Kind.IDENTIFIER, Optional.of(IdentifierType.ID)));
    fields.add(field(Column.Type.INTEGER, WhoseField.Kind.KEY, Optional.empty()));
    fields.add(field(Column.Type.UUID, WhoseField.Kind.KEY, Optional.empty()));
    return fields;
  }

  private static WhoseField field(
      Column.Type type, WhoseField.Kind kind, Optional<IdentifierType> of) {
    return new WhoseField(
        new Column("v", type, "any", 0, false, false, false, false, List.of()),
        kind,
        of,
        List.of(0));
  }

  /** Something like what is sought. */
  private String value() {
    StringBuilder value = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int n = random.nextInt(6); n > 3; n--) {
      int at = random.nextInt(value.length() + 1);
      if (random.nextBoolean() || at == value.length()) {
        value.insert(at, ADDED.charAt(random.nextInt(ADDED.length())));
      } else {
        value.deleteCharAt(at);
      }
    }
    return value.toString();
  }

  private Set<String> sought(WhoseField field) {
    Set<String> sought = new HashSet<>();
    for (String each : List.of("ann@example.org", "+49301234567", "17", "AB-17")) {
      field.normalised(each).ifPresent(sought::add);
    }
    for (int n = 0; n < 12; n++) {
      field.normalised(value()).ifPresent(sought::add);
    }
    return sought;
  }

  private String json() {
    String value = value();
    if (random.nextInt(8) == 0) {
      return List.of(
              "null", "true", "{}", "[1]", "17", "0", "-0", "1.0", "17e0", "12345678901234567890")
          .get(random.nextInt(10));
    }
    if (random.nextInt(3) == 0 && value.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
      return value;
    }
    return value
        .chars()
        .mapToObj(
            c ->
                c < ' ' || c == '"' || c == '\\' || random.nextInt(40) == 0
                    ? "\\u%04x".formatted(c)
                    : String.valueOf((char) c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  private String csv(RowLayout layout) {
    String value = value().replace('\t', ' ').replace(',', ' ');
    return layout.quote().isPresent() && (value.contains("\"") || random.nextBoolean())
        ? "\"" + value.replace("\"", "\"\"") + "\""
        : value.replace("\\", layout.backslash() ? "\\\\" : "\\");
  }

  @ParameterizedTest
  @MethodSource("fields")
  void whatIsPassedOverIsNothingThatIsSought(WhoseField field) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int n = 0; n < RECORDS; n++) {
      lines.append("{\"v\":").append(json()).append("}\n");
    }
    compare(field, new Jsonl(TABLE, PATHS), lines.toString());
    for (RowLayout layout : Arrays.asList(RowLayout.CSV, RowLayout.TSV)) {
      StringBuilder rows = new StringBuilder("w" + layout.delimiter() + "v\n");
      for (int n = 0; n < RECORDS; n++) {
        rows.append("x").append(layout.delimiter()).append(csv(layout)).append('\n');
      }
      compare(field, new Csv(TABLE, PATHS, layout), rows.toString());
    }
  }

  private void compare(WhoseField field, Format format, String content) throws IOException {
    Set<String> sought = sought(field);
    SoughtSpellings spellings = SoughtSpellings.of(field, sought).orElseThrow();
    int[] seen = new int[2];
    format.scan(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
        new RowVisitor() {
          @Override
          public boolean wants(RowSource source) {
            return true;
          }

          @Override
          public void visit(Row row) throws IOException {
            boolean passed = row.spell(0, spellings);
            seen[passed ? 1 : 0]++;
            if (passed) {
              assertThat(field.isUncompared(row)).as("%s", row.values(0)).isFalse();
              Set<String> compared = field.values(row, sought);
              row.values(0).forEach(value -> compared.addAll(field.forms(value)));
              assertThat(Collections.disjoint(compared, sought)).as("%s", compared).isTrue();
            }
          }
        });
    assertThat(seen[0]).isGreaterThan(RECORDS / 20);
    assertThat(seen[1]).isGreaterThan(RECORDS / 20);
  }
}
