package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** A row that names a large object does not take it along. */
@EnabledIfServer("postgres")
class PostgresLargeObjectsTest {
  private static final String SCHEMA = "large_objects";
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
        records: { crm.customer: { then: delete } }
      """;

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();

  @BeforeEach
  void fill() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE DOMAIN picture AS OID",
        "CREATE TABLE customer (id INT PRIMARY KEY, email TEXT, photo picture)",
        "INSERT INTO customer VALUES (1, 'ann@example.org', NULL), (2, 'bob@example.org', NULL)");
  }

  @AfterEach
  void unlink() throws Exception {
    engine.execute(SCHEMA, "SELECT lo_unlink(oid) FROM pg_largeobject_metadata");
  }

  @Test
  void isNamedAsACopyThatRemains() throws Exception {
    photographed();

    assertThat(residuals(JOB, "vacuumlo"))
        .extracting(Residuals.Copy::of, Residuals.Copy::protection)
        .containsExactly(tuple("crm.customer", "large-objects"));
    assertThat(photos()).containsExactly("Ann's face");
  }

  @Test
  void isNotNamedWhereATriggerRemovesIt() throws Exception {
    engine.execute(
        SCHEMA,
        "CREATE EXTENSION IF NOT EXISTS lo WITH SCHEMA public",
        "CREATE TRIGGER photo_goes BEFORE UPDATE OR DELETE ON customer FOR EACH ROW"
            + " EXECUTE FUNCTION public.lo_manage(photo)");
    photographed();

    assertThat(residuals(JOB + "triggers: { acknowledged: { crm.customer: [] } }\n", "")).isEmpty();
    assertThat(photos()).isEmpty();
  }

  @Test
  void isNotNamedWhereThereIsNone() throws Exception {
    assertThat(residuals(JOB, "")).isEmpty();
  }

  private void photographed() throws Exception {
    engine.execute(
        SCHEMA, "UPDATE customer SET photo = lo_from_bytea(0, 'Ann''s face') WHERE id = 1");
  }

  private List<Residuals.Copy> residuals(String yaml, String message) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, yaml);
    job.generateKeys();
    String request = job.request("email: ann@example.org");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().get("messages").toString()).contains(message);
    assertThat(engine.rows(SCHEMA).get("customer")).hasSize(1);
    return job.certificatesOf(request).get(0).residuals().copies().stream()
        .filter(copy -> copy.place() == Residuals.Place.DOWNSTREAM_COPY)
        .toList();
  }

  private List<String> photos() throws Exception {
    try (Connection connection = engine.connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT convert_from(lo_get(oid), 'UTF8') FROM pg_largeobject_metadata")) {
      return row.next() ? List.of(row.getString(1)) : List.of();
    }
  }
}
