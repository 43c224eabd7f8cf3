package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.format.jsonl.Jsonl;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonlContractTest extends RecordFormatContract {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Override
  Format format() {
    return new Jsonl(new DumpTableName(null, "person"), List.of("id", "email", "name"));
  }

  @Override
  byte[] dump(List<Person> people) {
    StringBuilder lines = new StringBuilder();
    for (Person person : people) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("id", person.id());
      line.put("email", person.email());
      line.put("name", person.name());
      lines.append(MAPPER.writeValueAsString(line)).append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  @Override
  Format format(List<String> columns, int longest) {
    return new Jsonl(EVENTS, columns, longest);
  }

  @Override
  String head(List<String> columns) {
    return "";
  }

  @Override
  String record(List<String> columns, List<String> values) {
    Map<String, String> line = new LinkedHashMap<>();
    for (int n = 0; n < columns.size(); n++) {
      line.put(columns.get(n), values.get(n));
    }
    return MAPPER.writeValueAsString(line) + "\n";
  }

  @Override
  List<byte[]> broken() {
    List<byte[]> broken = new ArrayList<>();
    for (String text :
        List.of("{\"id\":1", "{id:1}", "{\"id\":01}", "1 2", "{\"id\":1,}", "nul", "\"\\x\"")) {
      broken.add(text.getBytes(UTF_8));
    }
    broken.add(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'});
    broken.add(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
    broken.add(new byte[] {'"', (byte) 0xe4, '"'});
    broken.add("[".repeat(300).concat("]".repeat(300)).getBytes(UTF_8));
    return broken;
  }

  @Override
  String whyTheFirstIsBroken() {
    return "not valid JSON";
  }

  @Override
  String endless() {
    return "{\"id\":\"";
  }

  @Override
  String odd() {
    return "{ \"a\" : 1.50 , \"ip\":\"10.1.2.3\", \"n\":\"x\"  }\r\n";
  }

  @Override
  String oddChanged() {
    return "{ \"a\" : 1.50 , \"ip\":null, \"n\":\"1\\\"\"  }\r\n";
  }

  private static List<List<@Nullable Object>> values(String line, String... paths)
      throws IOException {
    List<List<@Nullable Object>> values = new ArrayList<>();
    read(
        line,
        List.of(paths),
        row -> {
          for (int n = 0; n < row.size(); n++) {
            values.add(row.values(n));
          }
          return Decision.KEEP;
        });
    return values;
  }

  private static RewriteReport read(String lines, List<String> paths, Deciders.RowRule rule)
      throws IOException {
    return new Jsonl(EVENTS, paths)
        .rewrite(
            new ByteArrayInputStream(lines.getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            Deciders.everywhere(rule));
  }

  @Test
  void whatIsEmptyOrZeroOrFalseIsAValueAndWhatIsMissingIsNone() throws IOException {
    assertThat(values("{\"a\":0,\"b\":\"\",\"c\":false,\"d\":null}", "a", "b", "c", "d", "e"))
        .containsExactly(
            List.of(0L), List.of(""), List.of(false), Arrays.asList((Object) null), List.of());
  }

  @Test
  void aPathLeadsIntoObjectsAndToEachElementOfAnArray() throws IOException {
    String line =
        "{\"user\":{\"id\":7,\"mail\":\"a\\u0040b\"},\"to\":[{\"id\":1},{\"x\":2},{\"id\":3}],"
            + "\"tags\":[[1],[2,3]]}";
    assertThat(values(line, "user.id", "user.mail", "to[*].id", "tags[*][*]", "user", "to.id"))
        .containsExactly(
            List.of(7L),
            List.of("a@b"),
            List.of(1L, 3L),
            List.of(1L, 2L, 3L),
            List.of(Row.NESTED),
            List.of());
  }

  @Test
  void aNameWithADotAndAnEscapedNameAreFound() throws IOException {
    assertThat(values("{\"user.mail\":1,\"user\":{\"m\\u0061il\":2}}", "user.mail"))
        .containsExactly(List.of(1L, 2L));
  }

  @Test
  void bothValuesOfANameThatStandsTwiceAreFound() throws IOException {
    assertThat(values("{\"a\":1,\"a\":2}", "a")).containsExactly(List.of(1L, 2L));
  }

  @Test
  void onlyTheBytesOfChangedElementsAreOthers() throws IOException {
    String lines =
        "\uFEFF{ \"a\" : 1.50e3 , \"ip\":\"10.1.2.3\",\"to\":[ {\"n\":\"x\"},{\"n\":\"y\"} ] }\n\n"
            + "{\"a\":2}";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, @Nullable Object> change = new HashMap<>();
    change.put("ip", null);
    change.put("to[*].n", List.of("1\"", 2L));
    Format jsonl = new Jsonl(EVENTS, List.of("a", "ip", "to[*].n"));
    RewriteReport report =
        jsonl.rewrite(
            new ByteArrayInputStream(lines.getBytes(UTF_8)),
            out,
            Deciders.changing("1.50E+3", change));
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "\uFEFF{ \"a\" : 1.50e3 , \"ip\":null,\"to\":[ {\"n\":\"1\\\"\"},{\"n\":2} ] }\n\n"
                + "{\"a\":2}");
    assertThat(
            report.differencesFrom(
                Deciders.reread(jsonl, new ByteArrayInputStream(out.toByteArray()), report)))
        .isEmpty();
  }

  @Test
  void ofSomethingElseNoLineIsReadAndNothingIsQuoted() throws IOException {
    RewriteReport csv = read("id,email\n1,ann@example.org\n", List.of("id"), row -> Decision.DROP);
    assertThat(csv.reading().unread())
        .isEqualTo(new Unread(2, List.of("line 1: not valid JSON", "line 2: not valid JSON")));
    assertThat(read("", List.of("id"), row -> Decision.DROP).reading().unread())
        .isEqualTo(Unread.NOTHING);
  }

  @Test
  void randomLinesReadTheSameAsJacksonReadsThem() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      byte[] line = dump(List.of(PEOPLE.get(random.nextInt(PEOPLE.size()))));
      for (int n = random.nextInt(3); n > 0; n--) {
        line[random.nextInt(line.length - 1)] =
            (byte) "{}[]\",:\\1e.-tn".charAt(random.nextInt(14));
      }
      String text = new String(line, UTF_8);
      boolean good;
      try {
        good = MAPPER.readTree(line) != null;
      } catch (JacksonException e) {
        good = false;
      }
      boolean ours =
          new Jsonl(EVENTS, List.of("id"))
                  .scan(
                      new ByteArrayInputStream(line),
                      new RowVisitor() {
                        @Override
                        public boolean wants(RowSource source) {
                          return true;
                        }

                        @Override
                        public void visit(Row row) {}
                      })
                  .unread()
                  .rows()
              == 0;
      assertThat(ours).as("seed %d: %s", seed, text).isEqualTo(good);
    }
  }
}
