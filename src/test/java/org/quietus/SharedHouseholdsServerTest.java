package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class SharedHouseholdsServerTest extends SharedHouseholdsContract {
  private static final int PERSONS = 16;
  private static final String JOB =
      """
      quietus: 1
      job: crossed
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        person:
          records: crm.person
          identifiers: { email: email }
          created: created_at
          owns: [ "crm.person.home_id -> crm.place.id", "crm.person.work_id -> crm.place.id" ]
      erasure:
        records:
          crm.person: { then: delete }
          crm.place: { then: delete }
      """;

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Test
  void whoseRowsLockWhatTheyShareInTheOppositeOrderAllGoInOneRun() throws Exception {
    String schema = "crossed_places";
    List<String> statements =
        new ArrayList<>(
            List.of(
                "CREATE TABLE place (id INT NOT NULL PRIMARY KEY, street VARCHAR(20))",
                "CREATE TABLE person (id INT NOT NULL PRIMARY KEY, email VARCHAR(80),"
                    + " created_at DATETIME, home_id INT, work_id INT, INDEX (home_id),"
                    + " INDEX (work_id), FOREIGN KEY (home_id) REFERENCES place (id),"
                    + " FOREIGN KEY (work_id) REFERENCES place (id))",
                "INSERT INTO place VALUES (1, 'one'), (2, 'two'), (3, 'three')"));
    for (int n = 1; n <= PERSONS; n++) {
      statements.add(
          "INSERT INTO person VALUES (%d, 'p%d@example.org', '2020-01-01 00:00:00', %s)"
              .formatted(n, n, n % 2 == 0 ? "1, 2" : "2, 1"));
    }
    engine().fresh(schema);
    engine().execute(schema, statements.toArray(String[]::new));
    OpenedJob job = new OpenedJob(directory, engine().server(), schema, JOB);
    job.generateKeys();
    for (int n = 1; n <= PERSONS; n++) {
      job.request("email: p" + n + "@example.org");
    }

    CommandRun run = job.command("run", "--slots", "4", "--json");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(schema).getOrDefault("person", List.of())).isEmpty();
    assertThat(engine().rows(schema).get("place")).containsExactly("id=3 | street=three");
    assertThat(run.json().get("byTable").get("crm.place").get("deleted").asInt()).isEqualTo(2);
  }
}
