package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Format} must do; one subclass per format. */
abstract class FormatContract {

  /** A row of the table {@code person}. */
  record Person(int id, @Nullable String email, String name) {}

  static final List<Person> PEOPLE =
      List.of(
          new Person(1, "ann@example.org", "Ann"),
          new Person(2, null, "It's \"Bo\"\\\n\t\0"),
          new Person(3, "cleo@example.org", "克莱奥 😀"),
          new Person(4, "dan@example.org", "),(5,'x'"));

  abstract Format format();

  /** A dump of the table {@code person} with the columns id, email, name. */
  abstract byte[] dump(List<Person> people);

  @Test
  void scanShowsEveryRow() throws IOException {
    List<Person> seen = new ArrayList<>();
    format().scan(new ByteArrayInputStream(dump(PEOPLE)), visiting("person", seen));
    assertThat(seen).isEqualTo(PEOPLE);
  }

  @Test
  void scanLeavesOutUnwantedTables() throws IOException {
    List<Person> seen = new ArrayList<>();
    format().scan(new ByteArrayInputStream(dump(PEOPLE)), visiting("another", seen));
    assertThat(seen).isEmpty();
  }

  @Test
  void keepingAllCopiesEveryByte() throws IOException {
    byte[] dump = dump(PEOPLE);
    assertThat(rewrite(dump, Deciders.keepAll()).bytes()).isEqualTo(dump);
  }

  @Test
  void everySetOfDroppedRowsGivesTheDumpOfTheOthers() throws IOException {
    for (int set = 0; set < 1 << PEOPLE.size(); set++) {
      int doomed = set;
      List<Person> rest =
          IntStream.range(0, PEOPLE.size())
              .filter(i -> (doomed >> i & 1) == 0)
              .mapToObj(PEOPLE::get)
              .toList();
      RowDecider decider =
          Deciders.everywhere(
              row -> (doomed >> (id(row) - 1) & 1) == 1 ? Decision.DROP : Decision.KEEP);
      Rewritten rewritten = rewrite(dump(PEOPLE), decider);
      assertThat(people(rewritten.bytes())).isEqualTo(rest);
      TableTally tally = rewritten.report().tables().get(new DumpTableName(null, "person"));
      assertThat(tally.in()).isEqualTo(PEOPLE.size());
      assertThat(tally.dropped()).isEqualTo(PEOPLE.size() - rest.size());
      assertThat(tally.out()).isEqualTo(rest.size());
      assertFaithful(rewritten);
    }
  }

  @Test
  void aChangedValueIsReadBack() throws IOException {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("email", null);
    values.put("name", "O'Neil \\ 漢");
    Rewritten rewritten = rewrite(dump(PEOPLE), Deciders.changing("3", values));
    assertThat(people(rewritten.bytes()))
        .containsExactly(
            PEOPLE.get(0), PEOPLE.get(1), new Person(3, null, "O'Neil \\ 漢"), PEOPLE.get(3));
    assertThat(rewritten.report().tables().get(new DumpTableName(null, "person")).changed())
        .isOne();
    assertFaithful(rewritten);
  }

  @Test
  void changingAnUnknownColumnIsAMistake() {
    assertThatThrownBy(() -> rewrite(dump(PEOPLE), Deciders.changing("3", Map.of("phone", "1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("phone");
  }

  @Test
  void theGateSeesASurvivorThatChanged() throws IOException {
    Rewritten rewritten = rewrite(dump(PEOPLE), Deciders.dropping("1"));
    byte[] forged =
        rewrite(rewritten.bytes(), Deciders.changing("4", Map.of("name", "Eve"))).bytes();
    assertThat(differences(rewritten.report(), forged)).isNotEmpty();
  }

  @Test
  void theGateSeesASurvivorThatIsMissing() throws IOException {
    Rewritten rewritten = rewrite(dump(PEOPLE), Deciders.dropping("1"));
    byte[] forged = rewrite(rewritten.bytes(), Deciders.dropping("4")).bytes();
    assertThat(differences(rewritten.report(), forged))
        .anyMatch(difference -> difference.contains("person has 2 rows, not 3"));
  }

  /** The outcome of a rewriting. */
  record Rewritten(byte[] bytes, RewriteReport report) {}

  Rewritten rewrite(byte[] dump, RowDecider decider) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RewriteReport report = format().rewrite(new ByteArrayInputStream(dump), out, decider);
    return new Rewritten(out.toByteArray(), report);
  }

  void assertFaithful(Rewritten rewritten) throws IOException {
    assertThat(differences(rewritten.report(), rewritten.bytes())).isEmpty();
  }

  private List<String> differences(RewriteReport report, byte[] output) throws IOException {
    return report.differencesFrom(
        Deciders.reread(format(), new ByteArrayInputStream(output), report));
  }

  private List<Person> people(byte[] dump) throws IOException {
    List<Person> seen = new ArrayList<>();
    format().scan(new ByteArrayInputStream(dump), visiting("person", seen));
    return seen;
  }

  private static RowVisitor visiting(String table, List<Person> seen) {
    return new RowVisitor() {
      @Override
      public boolean wants(RowSource source) {
        return source.table().table().equals(table);
      }

      @Override
      public void visit(Row row) throws IOException {
        RowSource source = row.source();
        String name = row.text(source.indexOf("NAME"));
        seen.add(new Person(id(row), row.text(source.indexOf("email")), String.valueOf(name)));
      }
    };
  }

  private static int id(Row row) throws IOException {
    return Integer.parseInt(String.valueOf(row.text(row.source().indexOf("id"))));
  }
}
