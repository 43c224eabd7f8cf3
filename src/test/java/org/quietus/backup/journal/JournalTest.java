package org.quietus.backup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;
import org.quietus.request.SealingKey;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class JournalTest {
  @TempDir Path directory;
  private JdbcTemplate jdbc;
  private Journal journal;

  @BeforeEach
  void open() throws Exception {
    jdbc =
        new JdbcTemplate(
            new DriverManagerDataSource(
                "jdbc:h2:mem:" + directory.getFileName() + ";DB_CLOSE_DELAY=-1"));
    jdbc.execute("CREATE SCHEMA quietus");
    for (String name :
        List.of(
            "V3__backup_journal",
            "V22__due_lines",
            "V47__outliving",
            "V63__journal_by_backup",
            "V73__journal_by_result")) {
      jdbc.execute(Files.readString(Path.of("sql/control/h2/" + name + ".sql")));
    }
    SealingKey.generate(directory);
    journal = new Journal(jdbc, SealingKey.load(directory), Clock.systemUTC(), "run-1");
  }

  private void add(int number, VersionState state) {
    Pin pin = new Pin(new ObjectKey("logs/" + number), "v1", "e1");
    journal.add(
        new JournalEntry(
            number,
            "logs",
            "unit",
            "version-" + number,
            Optional.empty(),
            state,
            SealedVersion.of(pin, true, 1, Instant.EPOCH),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of()));
  }

  /** Of many objects that go, each asks what is stuck under it. */
  @Test
  void entriesInOtherStatesAreNotOpened() {
    add(1, VersionState.EXPIRED);
    add(2, VersionState.LOCKED);
    add(3, VersionState.UNREACHABLE);
    add(4, VersionState.PLANNED);
    jdbc.update("UPDATE quietus.backup_version SET sealed = X'00' WHERE version_no IN (1, 4)");

    assertThat(journal.of("logs", VersionState.UNREACHABLE, VersionState.LOCKED))
        .extracting(JournalEntry::number)
        .containsExactly(2, 3);
    assertThat(journal.of("others", VersionState.UNREACHABLE, VersionState.LOCKED)).isEmpty();
  }

  @Test
  void allEntriesAreShownAPageAtOnce() {
    int many = 2 * JournalPages.PAGE;
    for (int n = 1; n <= many; n++) {
      add(n, n % 2 == 0 ? VersionState.CLEAN : VersionState.PLANNED);
    }
    List<Integer> shown = new ArrayList<>();
    journal.each("logs", entry -> shown.add(entry.number()));
    assertThat(shown).isEqualTo(IntStream.rangeClosed(1, many).boxed().toList());
    assertThat(journal.of("logs")).hasSize(many);
    assertThat(journal.of("others")).isEmpty();
  }

  @Test
  void aPageOfThoseInSomeStatesFollowsANumber() {
    add(1, VersionState.STAGED);
    add(2, VersionState.CLEAN);
    add(3, VersionState.PLANNED);
    List<VersionState> open = List.of(VersionState.PLANNED, VersionState.STAGED);
    assertThat(journal.pages().after("logs", 0, open))
        .extracting(JournalEntry::number)
        .containsExactly(1, 3);
    assertThat(journal.pages().after("logs", 1, open))
        .extracting(JournalEntry::number)
        .containsExactly(3);
    assertThat(journal.pages().after("logs", 3, open)).isEmpty();
  }

  @Test
  void entriesAreFoundByTheirTokensAndByThoseOfWhatTookTheirPlace() {
    int many = 1200;
    for (int n = 1; n <= many; n++) {
      add(n, VersionState.CLEAN);
    }
    jdbc.update("UPDATE quietus.backup_version SET result_token = 'ours' WHERE version_no = 7");
    List<String> tokens = new ArrayList<>(List.of("ours", "unknown"));
    IntStream.rangeClosed(1, many).filter(n -> n > 3).forEach(n -> tokens.add("version-" + n));
    assertThat(journal.pages().of("logs", tokens))
        .extracting(JournalEntry::number)
        .isEqualTo(IntStream.rangeClosed(4, many).boxed().toList());
    assertThat(journal.pages().of("logs", List.of("ours"))).hasSize(1);
    assertThat(journal.pages().of("others", tokens)).isEmpty();
    assertThat(journal.pages().count("logs")).isEqualTo(many);
  }

  /** Of a million objects one that fails looks for those of its backup. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unit_token = 'unit'",
        "state IN ('locked', 'unreachable')",
        "result_token IN ('one', 'other')"
      })
  void someEntriesAreNotLookedForAmongAll(String which) {
    assertThat(
            jdbc.queryForObject(
                "EXPLAIN SELECT * FROM quietus.backup_version WHERE run_id = 'run-1'"
                    + " AND set_name = 'logs' AND "
                    + which,
                String.class))
        .containsPattern("(?i)BACKUP_VERSION_(UNIT|STATE|RESULT)");
  }
}
