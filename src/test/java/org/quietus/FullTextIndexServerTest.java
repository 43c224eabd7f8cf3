package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** The words of deleted rows stay in an index of words, where anybody with the right reads them. */
@EnabledIfServer({"mariadb", "mysql"})
class FullTextIndexServerTest {
  private static final String SCHEMA = "full_text";
  private static final String JOB =
      """
      quietus: 1
      job: crm
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure:
        records: { crm.customer: { then: delete }, crm.note: { then: delete } }
      """;

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();

  @Test
  void isNamedAsACopyUntilItIsMadeAnew() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80), about TEXT)",
        "CREATE TABLE note (id INT PRIMARY KEY, customer INT, body TEXT, FULLTEXT (body),"
            + " FOREIGN KEY (customer) REFERENCES customer (id))",
        "INSERT INTO customer VALUES (1, 'ann@example.org', ''), (2, 'bob@example.org', '')",
        "INSERT INTO note VALUES (1, 1, 'asthma inhaler'), (2, 2, 'nothing special')");
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    String request = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine.rows(SCHEMA).get("note")).hasSize(1);
    assertThat(words()).contains("asthma", "inhaler");
    assertThat(run.json().get("messages").toString()).contains("crm.note", "OPTIMIZE TABLE");
    for (String occasion : new String[] {request, run.json().get("runId").asString()}) {
      assertThat(job.certificatesOf(occasion).get(0).residuals().copies())
          .filteredOn(copy -> copy.place() == Residuals.Place.DOWNSTREAM_COPY)
          .extracting(Residuals.Copy::of, Residuals.Copy::protection)
          .containsExactly(tuple("crm.note", "full-text-index"));
    }
    engine.execute(SCHEMA, "OPTIMIZE TABLE note");
    assertThat(words()).contains("special").doesNotContain("asthma", "inhaler");
  }

  /** What the server shows of the index, in memory and on disk. */
  private List<String> words() throws Exception {
    List<String> words = new ArrayList<>();
    try (Connection connection = engine.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL innodb_ft_aux_table = '" + SCHEMA + "/note'");
      for (String part : List.of("cache", "table")) {
        try (ResultSet row =
            statement.executeQuery("SELECT word FROM information_schema.innodb_ft_index_" + part)) {
          while (row.next()) {
            words.add(row.getString(1));
          }
        }
      }
    }
    return words;
  }
}
