package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** No row that a name has left can be locked, so that somebody may take it in the very chunk. */
class NameTakenInAChunkTest {
  private static final String SCHEMA = "taken_in_a_chunk";
  private static final String JOB =
      """
      quietus: 1
      job: names
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        member:
          records: crm.member
          identifiers: { email: email, phone: phone }
          created: since
          owns: [ "crm.post.author -> crm.member.handle" ]
      erasure:
        records:
          crm.member: { then: delete }
          crm.post: { then: delete }
          crm.comment: { then: delete }
      triggers: { acknowledged: { crm.comment: [] } }
      """;
  private static final AtomicBoolean TAKEN = new AtomicBoolean();
  private static @Nullable ShopEngine engine;

  @TempDir static Path files;
  @TempDir Path directory;

  /** Somebody else commits while the chunk is at work. */
  public static final class Taking implements Trigger {
    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after)
        throws SQLException {
      if (engine != null && TAKEN.compareAndSet(false, true)) {
        engine.execute(
            SCHEMA,
            "UPDATE post SET author = 'ann' WHERE author = 'bob'",
            "UPDATE member SET handle = 'ann' WHERE handle = 'bob'");
      }
    }
  }

  @Test
  void whatHangsOnANameThatSomebodyTakesInTheChunkStays() throws Exception {
    ShopEngine here = ShopEngine.h2(files);
    engine = here;
    here.fresh(SCHEMA);
    here.execute(
        SCHEMA,
        "CREATE TABLE member (handle VARCHAR(20) PRIMARY KEY, email VARCHAR(80), phone VARCHAR(30),"
            + " since TIMESTAMP(0) NOT NULL)",
        "CREATE TABLE post (id INT PRIMARY KEY, author VARCHAR(20))",
        "CREATE INDEX by_author ON post (author)",
        "CREATE TABLE comment (id INT PRIMARY KEY, post INT NOT NULL, FOREIGN KEY (post)"
            + " REFERENCES post (id))",
        "CREATE TRIGGER taking BEFORE DELETE ON comment FOR EACH ROW CALL '"
            + Taking.class.getName()
            + "'",
        "INSERT INTO member VALUES ('ann', 'ann@example.org', '+49 30 1001', '2021-01-01"
            + " 10:00:00'), ('bob', 'bob@example.org', '+49 30 1002', '2021-01-01 10:00:00')",
        "INSERT INTO post VALUES (1, 'ann'), (2, 'bob')",
        "INSERT INTO comment VALUES (1, 1)");
    OpenedJob job = new OpenedJob(directory, here.server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    job.request("email: ann@example.org");

    RunResult result;
    try (JobSession session = job.session()) {
      result =
          session.run(
              new RunOptions(Set.of(Scope.values()), Optional.empty(), 1),
              new SeveralDatabasesFixture.Listening() {
                @Override
                public void started(String run, boolean resumed, long due) {
                  try {
                    here.execute(SCHEMA, "UPDATE member SET handle = 'ann2' WHERE handle = 'ann'");
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
    }

    assertThat(TAKEN).isTrue();
    assertThat(result.outcome()).isEqualTo("PARTIAL");
    assertThat(here.rows(SCHEMA).get("post").toString()).contains("id=2");
    assertThat(here.rows(SCHEMA).get("member").toString()).contains("bob@example.org");
    assertThat(List.of(result.messages()).toString()).contains("--unmatched");
  }
}
