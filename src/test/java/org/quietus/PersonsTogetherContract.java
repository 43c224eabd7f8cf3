package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.catalog.RowValues;
import org.quietus.database.engine.OpenDatabase;
import org.quietus.plan.make.Planner;
import org.quietus.policy.JobFile;
import org.quietus.policy.read.JobFiles;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;
import org.quietus.target.StepPersons.KnownBy;

/** Many persons who are looked for at once are found as each of them is alone. */
abstract class PersonsTogetherContract {
  private static final String SCHEMA = "together";
  private static final int ROWS = 120;
  private static final Instant ERASED = Instant.parse("2026-03-01T12:00:00Z");
  private static final String JOB =
      """
      quietus: 1
      job: together
      controller: Example Ltd
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        member:
          records: crm.member
          identifiers: { email: email, phone: phone, full_name: name, account: id, device: id }
          created: created_at
      tenant: { crm.member: { column: shop } }
      erasure:
        records:
          crm.member: { then: delete }
      """;

  /** Spellings of the same and of others, so that many share one, in one column or in two. */
  private static final List<String> EMAILS =
      List.of(
          "ann@example.org",
          " Ann@Example.org ",
          "bob@example.org",
          "zoé@example.org",
          Normalizer.normalize("zoé@example.org", Normalizer.Form.NFD),
          "ZOE@example.org",
          "-",
          "");

  private static final List<String> PHONES =
      List.of("+49 30 1000", "0049301000", "030/1000", "+86 138 0013 8000", "+8613800138000", "-");
  private static final List<String> NAMES =
      List.of("张伟", "张伟 ", "Ann", "ann", "Ärger", "Arger", "ｆｕｌｌ", "full");
  private static final List<String> IDS = List.of("A1", "a1", "A1 ", "B2", "7", "07");
  private static final List<String> SHOPS = List.of("red", "Red", "blue");

  @TempDir Path directory;
  private final Random random = new Random(20261128);
  private JobFile file;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    String moment = engine().isH2() ? "TIMESTAMP(6)" : "DATETIME(6)";
    List<String> sql = new ArrayList<>();
    sql.add(
        "CREATE TABLE member (id INT NOT NULL PRIMARY KEY, email VARCHAR(60), phone VARCHAR(40),"
            + " full_name VARCHAR(40), account VARCHAR(20), device VARCHAR(20), shop VARCHAR(20),"
            + " created_at "
            + moment
            + ")");
    for (int id = 1; id <= ROWS; id++) {
      sql.add(
          "INSERT INTO member VALUES (%d, %s, %s, %s, %s, %s, %s, %s)"
              .formatted(
                  id,
                  anyOf(EMAILS),
                  anyOf(PHONES),
                  anyOf(NAMES),
                  anyOf(IDS),
                  anyOf(IDS),
                  anyOf(SHOPS),
                  anyOf(List.of("2026-02-01 08:00:00", "2026-03-02 08:00:00"))));
    }
    engine().execute(SCHEMA, sql.toArray(String[]::new));
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    file = JobFiles.load(job.file(), job.environment());
  }

  private String anyOf(List<String> values) {
    int at = random.nextInt(values.size() + 1);
    return at == values.size() ? "NULL" : "'" + values.get(at) + "'";
  }

  private KnownBy anybody() {
    List<Identifier> identifiers = new ArrayList<>();
    add(identifiers, IdentifierType.EMAIL, EMAILS);
    add(identifiers, IdentifierType.PHONE, PHONES);
    add(identifiers, IdentifierType.TEXT, NAMES);
    add(identifiers, IdentifierType.ID, IDS);
    add(identifiers, IdentifierType.ID, List.of("nobody's"));
    int tenant = random.nextInt(SHOPS.size() + 2);
    return new KnownBy(
        tenant < SHOPS.size()
            ? Optional.of(SHOPS.get(tenant))
            : tenant == SHOPS.size() ? Optional.of("green") : Optional.empty(),
        identifiers);
  }

  private void add(List<Identifier> identifiers, IdentifierType type, List<String> values) {
    if (random.nextInt(3) == 0) {
      Identifier.of(type, values.get(random.nextInt(values.size()))).ifPresent(identifiers::add);
    }
  }

  @Test
  void eachIsFoundAsAloneWhateverTheirSpellingAndTheirTenant() throws Exception {
    try (OpenDatabase database = open()) {
      StepPersons table = persons(database);
      List<KnownBy> all = new ArrayList<>();
      for (int n = 0; n < 150; n++) {
        all.add(anybody());
      }
      List<List<RowValues>> alone =
          all.stream().map(one -> table.find(one.tenant(), one.identifiers())).toList();
      List<List<RowValues>> together = table.findEach(all);

      assertThat(together).hasSameSizeAs(all);
      for (int n = 0; n < all.size(); n++) {
        assertThat(together.get(n))
            .as("person %d", n)
            .containsExactlyInAnyOrderElementsOf(alone.get(n));
      }
      assertThat(alone).anyMatch(List::isEmpty).anyMatch(rows -> rows.size() > 1);
      assertThat(table.findEach(List.of())).isEmpty();
    }
  }

  /** PostgreSQL's driver takes 65,535 values in a statement; each is compared with two columns. */
  @Test
  void soManyAreFoundAsNoSingleStatementTakes() throws Exception {
    try (OpenDatabase database = open()) {
      StepPersons table = persons(database);
      KnownBy known = knownBy(List.of("A1"));
      List<KnownBy> all = new ArrayList<>();
      for (int n = 0; n < 3_500; n++) {
        List<String> ids = new ArrayList<>();
        for (int id = 0; id < 10; id++) {
          ids.add("nobody's " + n + " " + id);
        }
        all.add(knownBy(ids));
      }
      all.add(known);

      List<List<RowValues>> found = table.findEach(all);

      assertThat(found).hasSameSizeAs(all);
      assertThat(found.subList(0, all.size() - 1)).allMatch(List::isEmpty);
      assertThat(found.get(all.size() - 1))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(table.find(known.tenant(), known.identifiers()));
    }
  }

  private static KnownBy knownBy(List<String> ids) {
    return new KnownBy(
        Optional.of("red"),
        ids.stream().flatMap(id -> Identifier.of(IdentifierType.ID, id).stream()).toList());
  }

  @Test
  void lateRowsAreThoseOfTheWholeTableThatAreAmongTheFoundOnes() throws Exception {
    try (OpenDatabase database = open()) {
      StepPersons table = persons(database);
      int late = 0;
      for (int n = 0; n < 60; n++) {
        KnownBy one = anybody();
        List<RowValues> found = table.findEach(List.of(one)).get(0);
        PersonKeys erased =
            new PersonKeys(found.subList(0, Math.min(1, found.size())), ERASED).actedOn(true);
        List<RowValues> alone = table.findLate(one.tenant(), one.identifiers(), erased);
        assertThat(table.findLate(one, erased, found)).containsExactlyInAnyOrderElementsOf(alone);
        late += alone.size();
      }
      assertThat(late).isPositive();
    }
  }

  private OpenDatabase open() throws SQLException {
    return OpenDatabase.open(file.databases().values().iterator().next(), Clock.systemUTC());
  }

  private StepPersons persons(OpenDatabase database) {
    return database.persons(
        Planner.plan(file, database.catalog(), ERASED).stepsOf("member").get(0),
        file.subject("member").orElseThrow());
  }
}
