package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.request.SealingKey;
import org.quietus.target.LeftObject;
import org.quietus.target.LeftObjects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What runs left of very many objects is taken in some at a time. */
class LeftObjectNotesTest {
  /** Of several pages. */
  private static final int MANY = 1300;

  @TempDir Path directory;
  private final SingleConnectionDataSource source =
      new SingleConnectionDataSource("jdbc:h2:mem:left;DATABASE_TO_LOWER=TRUE", true);
  private final JdbcTemplate jdbc = new JdbcTemplate(source);
  private final LeftObjectNotes notes = new LeftObjectNotes(jdbc, "shop");
  private SealingKey key;

  @BeforeEach
  void makeIt() throws Exception {
    new ControlSchema(source, jdbc, "h2").migrate();
    SealingKey.generate(directory);
    key = SealingKey.load(directory);
    for (int run = 1; run <= 3; run++) {
      jdbc.update(
          "INSERT INTO quietus.run (run_id, job, sequence_no, state, scope, as_of, job_digest,"
              + " job_text, fingerprint, started_at) VALUES (?, 'shop', ?, 'running', 'backups',"
              + " CURRENT_TIMESTAMP, '', '', '', CURRENT_TIMESTAMP)",
          "run" + run,
          run);
    }
  }

  @AfterEach
  void close() {
    source.destroy();
  }

  @Test
  void whatIsLeftAgainKeepsItsFirstRunAndWhatIsNotGoes() {
    notes.note("run1", left(0, MANY, "damaged"), key);
    assertThat(held()).hasSize(MANY).containsOnly("damaged 1-1");

    notes.note("run2", left(700, MANY + 100, "locked"), key);
    assertThat(held())
        .hasSize(MANY - 700 + 100)
        .containsOnly("locked 1-2", "locked 2-2")
        .filteredOn("locked 2-2"::equals)
        .hasSize(100);

    notes.note("run3", LeftObjects.NOTHING, key);
    assertThat(held()).isEmpty();
  }

  @Test
  void whatIsSaidOfRowsStaysWhereTheRunHadNoReasonToReadAgain() {
    notes.note("run1", of(0, MANY, Optional.of("r"), token -> false, Set.of()), key);
    Set<String> unread =
        Set.copyOf(IntStream.range(0, MANY).filter(n -> n % 2 == 0).mapToObj(this::token).toList());

    notes.note("run2", of(0, 0, Optional.empty(), unread::contains, Set.of()), key);

    assertThat(held()).hasSize(MANY / 2).containsOnly("ambiguous 1-2");
    assertThat(tokens()).containsExactlyInAnyOrderElementsOf(unread);
  }

  @Test
  void allOfASetStaysThatTheRunCouldNotSee() {
    notes.note("run1", left(0, MANY, "damaged"), key);
    notes.note("run2", of(0, 1, Optional.of("r"), token -> false, Set.of("nightly")), key);
    assertThat(held())
        .hasSize(MANY + 1)
        .containsOnly("damaged 1-2", "ambiguous 2-2")
        .filteredOn("damaged 1-2"::equals)
        .hasSize(MANY);
  }

  private LeftObjects left(int from, int to, String why) {
    return new LeftObjects(
        action ->
            IntStream.range(from, to)
                .mapToObj(n -> object(n, why, Optional.empty()))
                .forEach(action),
        token -> false,
        Set.of());
  }

  private LeftObjects of(
      int from, int to, Optional<String> request, Predicate<String> unread, Set<String> unlisted) {
    return new LeftObjects(
        action ->
            IntStream.range(from, to)
                .mapToObj(n -> object(n, LeftObject.AMBIGUOUS, request))
                .forEach(action),
        unread,
        unlisted);
  }

  private LeftObject object(int n, String why, Optional<String> request) {
    return new LeftObject(
        "nightly", "set 'nightly'", token(n), "'" + n + "'", why, request, Optional.empty());
  }

  private String token(int n) {
    return "%064x".formatted(n * 0x9e3779b97f4a7c15L);
  }

  private List<String> held() {
    return jdbc.query(
        "SELECT why, first_run, last_run FROM quietus.left_object",
        (row, n) -> row.getString(1) + " " + row.getInt(2) + "-" + row.getInt(3));
  }

  private List<String> tokens() {
    return jdbc.queryForList("SELECT version_token FROM quietus.left_object", String.class);
  }
}
