package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/**
 * InnoDB has no references that it sets to their default: a MySQL refuses to make one, and a
 * MariaDB makes one that keeps the row which is referred to.
 */
@EnabledIfServer({"mariadb", "mysql"})
@Tag("long")
class SetDefaultServerTest {
  private static final String SCHEMA = "set_default";
  private static final String JOB =
      """
      quietus: 1
      job: notes
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        account:
          records: crm.account
          identifiers: { email: email }
      """;
  private static final String SHARED =
      "    shares: [ crm.note ]\nerasure: { records: { crm.account: { then: delete } } }\n";
  private static final String OWNED =
      "erasure: { records: { crm.account: { then: delete }, crm.note: { then: delete } } }\n";

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();

  @BeforeEach
  void fill() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE account (id INT PRIMARY KEY, email VARCHAR(50))",
        "INSERT INTO account VALUES (1, 'ann@example.org'), (2, 'bob@example.org')");
  }

  private void notes(String author) throws SQLException {
    engine.execute(
        SCHEMA,
        "CREATE TABLE note (id INT PRIMARY KEY, author INT "
            + author
            + " DEFAULT 2, FOREIGN KEY (author) REFERENCES account (id) ON DELETE SET DEFAULT)",
        "INSERT INTO note VALUES (1, 1), (2, 2), (3, 1)");
  }

  private OpenedJob job(String rest) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB + rest);
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }

  private List<String> rows(String table) throws SQLException {
    return engine.rows(SCHEMA).get(table);
  }

  @Test
  @EnabledIfServer(value = "mysql", because = "a MariaDB makes it")
  void aMySqlMakesNone() {
    assertThatThrownBy(() -> notes("NULL"))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getErrorCode())
        .isEqualTo(1215);
  }

  @Test
  @EnabledIfServer(value = "mariadb", because = "a MySQL makes none")
  void aMariaDbKeepsWhatIsReferredTo() throws Exception {
    notes("NULL");
    assertThatThrownBy(() -> engine.execute(SCHEMA, "DELETE FROM account WHERE id = 1"))
        .isInstanceOf(SQLException.class);
    try (Connection connection = engine.connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet rule =
            statement.executeQuery(
                "SELECT delete_rule FROM information_schema.referential_constraints WHERE"
                    + " constraint_schema = '"
                    + SCHEMA
                    + "'")) {
      assertThat(rule.next()).isTrue();
      assertThat(rule.getString(1)).isEqualTo("RESTRICT");
    }
  }

  @Test
  @EnabledIfServer(value = "mariadb", because = "a MySQL makes none")
  void theReferenceIsEmptiedAndSetToNobodyElse() throws Exception {
    notes("NULL");
    OpenedJob job = job(SHARED);
    String request = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("account")).hasSize(1);
    assertThat(rows("note"))
        .containsExactly("id=1 | author=null", "id=2 | author=2", "id=3 | author=null");
    assertThat(job.certificatesOf(request).toString()).contains("crm.note");
  }

  @Test
  @EnabledIfServer(value = "mariadb", because = "a MySQL makes none")
  void aReferenceThatCannotBeEmptiedIsRefused() throws Exception {
    notes("NOT NULL");

    CommandRun valid = job(SHARED).command("validate");

    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out() + valid.err()).contains("note", "author", "nullable");
  }

  @Test
  @EnabledIfServer(value = "mariadb", because = "a MySQL makes none")
  void rowsGoWithTheirPersonAndNobodyElses() throws Exception {
    notes("NOT NULL");
    OpenedJob job = job(OWNED);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("account")).hasSize(1);
    assertThat(rows("note")).containsExactly("id=2 | author=2");
  }
}
