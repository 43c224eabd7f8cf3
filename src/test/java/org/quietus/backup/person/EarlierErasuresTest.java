package org.quietus.backup.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.request.KeyEpochs;
import org.quietus.request.SealingKey;
import org.quietus.request.SuppressionEntries;
import org.quietus.subject.TokenFilter;
import org.quietus.subject.TokenKeys;
import org.quietus.target.BackupTask;
import org.quietus.target.ErasedBefore;
import org.springframework.jdbc.core.JdbcTemplate;

/** Objects that were last searched at different times may be worked on at the same time. */
class EarlierErasuresTest {
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  @TempDir Path keys;
  private EarlierErasures erasures;
  private int transactions;

  @BeforeEach
  @SuppressWarnings("NullAway") // only what tells the persons of entries is asked
  void open() throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    JdbcTemplate jdbc = new JdbcTemplate(source);
    jdbc.execute("CREATE SCHEMA quietus");
    for (String part : List.of("V1__control_schema", "V7__suppression")) {
      jdbc.execute(Files.readString(Path.of("sql/control/h2/" + part + ".sql")));
    }
    SealingKey.generate(keys);
    TokenKeys tokens = new TokenKeys(keys);
    tokens.generate();
    for (int n = 0; n < 3; n++) {
      jdbc.update(
          "INSERT INTO quietus.suppression (job, request_id, tenant, subject, kind, kind_version,"
              + " epoch, token, erased_at) VALUES ('shop', ?, NULL, 'customer', 'email', 1, ?, ?,"
              + " ?)",
          "request-" + n,
          tokens.current().orElseThrow().epoch(),
          new byte[] {(byte) n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
          LocalDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC));
    }
    ErasedBefore before =
        new ErasedBefore(
            List.of(),
            List.of(),
            Set.of(),
            name -> true,
            (after, upTo) -> false,
            Set.of(),
            tokens,
            request -> true,
            Set::of,
            one -> false,
            one -> false,
            one -> false,
            one -> false,
            request -> Optional.empty());
    BackupTask.Fenced counting =
        work -> {
          transactions++;
          work.run();
        };
    BackupTask task =
        new BackupTask(
            "shop",
            "run",
            Instant.EPOCH,
            1,
            List.of(),
            before,
            null,
            null,
            null,
            null,
            null,
            null,
            counting,
            null,
            null,
            () -> false,
            note -> {});
    erasures =
        new EarlierErasures(
            new SuppressionEntries(jdbc, "shop"),
            new KeyEpochs(jdbc, "shop"),
            task,
            new FormerSubjects(null, "shop"));
    transactions = 0;
  }

  @AfterEach
  void close() {
    one.shutdownNow();
    other.shutdownNow();
  }

  private TokenFilter above(long upTo, ExecutorService thread) throws Exception {
    return thread.submit(() -> erasures.part(upTo)).get().filter();
  }

  @Test
  void whatThreadsSearchForIsReadOnceAlsoIfTheySearchForDifferentPersonsInTurns() throws Exception {
    TokenFilter all = above(0, one);
    TokenFilter last = above(2, other);
    assertThat(last).isNotSameAs(all);
    for (int n = 0; n < 5; n++) {
      assertThat(above(0, one)).isSameAs(all);
      assertThat(above(2, other)).isSameAs(last);
    }
    assertThat(transactions).isEqualTo(2);
  }

  @Test
  void threadsThatSearchForTheSamePersonsReadThemOnce() throws Exception {
    assertThat(above(1, other)).isSameAs(above(1, one));
    assertThat(transactions).isOne();
  }

  /** A filter has up to 64 MB. */
  @Test
  void aThreadKeepsOnlyWhatItSearchedForLast() throws Exception {
    TokenFilter first = above(0, one);
    above(1, one);
    assertThat(above(0, one)).isNotSameAs(first);
  }
}
