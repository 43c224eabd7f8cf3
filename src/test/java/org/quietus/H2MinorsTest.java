package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;

@Tag("long") // every build tries it on MariaDB
class H2MinorsTest extends MinorsContract {
  private static final int WAITS = 7;

  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  /** What staff decide of such a request before the closing begins does not begin it. */
  @Test
  void whoAskedSinceTheServiceEndsIsErasedByAnyRunAndWhoOnlyAwaitsTheClosingIsNot()
      throws Exception {
    OpenedJob job =
        job(
            JOB.replace("cooling-off: P7D", "cooling-off: P7D, answer: P1M, extend: P2M")
                + "wind-down: { notice: 2026-01-01, after: P30D }\n"
                + "requests: { inbox: crm.erasure_inbox }\n");
    for (int id = 1; id <= 4; id++) {
      member(id, "'1990-05-05'", "NULL");
    }
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE erasure_inbox (id INT PRIMARY KEY, subject VARCHAR(100), identifier_type"
                + " VARCHAR(20), identifier_value VARCHAR(100), ground VARCHAR(30), requester"
                + " VARCHAR(12), evidence VARCHAR(64), received_at TIMESTAMP(6), verified BOOLEAN,"
                + " state VARCHAR(12) DEFAULT 'new' NOT NULL, outcome VARCHAR(40))",
            "CREATE INDEX inbox_state ON erasure_inbox (state)");
    String plan = job.command("plan", "--wind-down", "--json").json().get("fingerprint").asString();
    job.command("approve", plan, "--wind-down", "--max-rows", "1");
    CommandRun beyond = job.command("run", "--wind-down");
    assertThat(beyond.exitCode()).as(beyond.out() + beyond.err()).isEqualTo(7);
    JsonNode waiting = job.command("request list", "--json").json();
    assertThat(waiting).hasSize(4);
    String extended = waiting.get(0).get("id").asString();
    String restricted = waiting.get(1).get("id").asString();
    done(job.command("request extend", extended, "--reason", "complexity"));
    done(job.command("request restrict", restricted, "--review", "2027-01-31"));
    done(job.command("request unrestrict", restricted));
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO erasure_inbox (id, identifier_type, identifier_value, ground, received_at,"
                + " verified) VALUES (1, 'email', 'm3@example.org', 'service-ended',"
                + " '2026-02-01 08:00:00', TRUE)");

    done(job.run());

    assertThat(left()).containsExactly(1, 2, 4);
  }

  /** Whoever is left when the service is closed is looked for again by each run that closes it. */
  @Test
  void whoWasNotToBeErasedAtTheClosingIsNotFoundByTheNextOne() throws Exception {
    job = job(JOB + "wind-down: { notice: 2026-01-01, after: P30D }\n");
    String refused = heldAt(1);
    member(2, "'1990-05-05'", "NULL");
    String plan = job.command("plan", "--wind-down", "--json").json().get("fingerprint").asString();
    done(job.command("approve", plan, "--wind-down"));
    done(job.command("run", "--wind-down"));
    assertThat(left()).containsExactly(1);
    String request = "";
    for (JsonNode one : job.command("request list", "--json").json()) {
      request = one.get("open").asBoolean() ? one.get("id").asString() : request;
    }
    done(job.command("request refuse", request, "--reason", "criminal-proceedings"));
    done(job.command("hold release", refused, "--reason", "case-closed"));
    member(3, "'1990-05-05'", "NULL");

    CommandRun again = job.at("2026-03-02T12:00:00Z").command("run", "--wind-down");

    done(again);
    assertThat(again.err()).contains("persons of the closed service: 1 new request");
    assertThat(left()).containsExactly(1);
    assertThat(engine().control(SCHEMA).toString()).doesNotContain("m1@example.org");
  }

  /** Adds a grown-up who is held; returns the id of the hold. */
  private String heldAt(int id) throws Exception {
    childUnderHold(id);
    engine().execute(SCHEMA, "UPDATE member SET born = '1990-05-05' WHERE id = " + id);
    return job.command("hold list", "--json").json().get(0).get("id").asString();
  }

  @Test
  void aChildWhoseRowIsGoneByTheTimeThatSomethingCanBeDoneKeepsNoRequestWaiting() throws Exception {
    String request = heldChild(1);
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    done(job.command("hold release", hold, "--reason", "case-closed"));
    engine().execute(SCHEMA, "DELETE FROM post", "DELETE FROM member");

    CommandRun run = job.at("2026-03-02T12:00:00Z").run();

    done(run);
    assertThat(run.err()).doesNotContain(request + ": nothing is done");
    assertThat(job.command("request show", request, "--json").json().get("state").asString())
        .isEqualTo("completed");
  }

  @Test
  void whoHasConsentByTheTimeThatSomethingCanBeDoneStays() throws Exception {
    String request = heldChild(1);
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    done(job.command("hold release", hold, "--reason", "case-closed"));
    engine().execute(SCHEMA, "UPDATE member SET agreed_at = '2026-03-01 18:00:00'");

    CommandRun agreed = job.at("2026-03-02T12:00:00Z").run();

    done(agreed);
    assertThat(agreed.err()).contains("request " + request + ": nothing is done", "request cancel");
    assertThat(left()).containsExactly(1);
    engine().execute(SCHEMA, "UPDATE member SET agreed_at = NULL");
    done(job.at("2026-03-03T12:00:00Z").run());
    assertThat(left()).isEmpty();
    assertThat(job.command("request list", "--json").json()).hasSize(1);
  }

  /** A run that finds children has no say in when their requests come in. */
  @ParameterizedTest
  @ValueSource(strings = {"", "requests: { answers: required }\n"})
  void aChildWhoseDueDayCannotBeCountedIsErasedAndTheRunEnds(String answers) throws Exception {
    job =
        job(
            JOB.replace("cooling-off: P7D", "answer: 15 working-days, erase: 15 working-days")
                + "calendar: CN\n"
                + answers);
    member(1, "'2015-05-05'", "NULL");

    CommandRun run = job.at("2026-12-20T12:00:00Z").run(); // nothing is known of 2027

    done(run);
    assertThat(left()).isEmpty();
    JsonNode request = job.command("request list", "--json").json().get(0);
    assertThat(job.certificatesOf(request.get("id").asString()).get(0).clock().orElseThrow().due())
        .isEmpty();
  }

  @Test
  void aChildWhoseErasureWasRefusedIsNotFoundAgainAfterARestore() throws Exception {
    String request = heldChild(1);
    Path backup = directory.resolve("backup.sql");
    engine().execute(SCHEMA, "SCRIPT TO '" + backup + "'");
    done(job.command("request refuse", request, "--reason", "criminal-proceedings"));
    engine().execute(SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM '" + backup + "'");

    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T02:00:00Z");
    if (replay.exitCode() == WAITS) { // for the approval of indexes that H2 named anew
      done(job.command("approve", replay.err().strip().replaceFirst("(?s).* ", "")));
    } else {
      done(replay);
    }
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    done(job.command("hold release", hold, "--reason", "case-closed"));
    done(job.at("2026-03-02T12:00:00Z").run());

    assertThat(left()).containsExactly(1);
    assertThat(job.command("request list", "--json").json()).hasSize(1);
    assertThat(engine().control(SCHEMA).toString()).doesNotContain("m1@example.org");
  }

  @Test
  void aDecisionThatABackupDoesNotKnowIsNamedByAReplay() throws Exception {
    childUnderHold(1);
    Path backup = directory.resolve("backup.sql");
    engine().execute(SCHEMA, "SCRIPT TO '" + backup + "'");
    done(job.run());
    String request = job.command("request list", "--json").json().get(0).get("id").asString();
    done(job.command("request refuse", request, "--reason", "criminal-proceedings"));
    engine().execute(SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM '" + backup + "'");

    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T02:00:00Z");

    assertThat(replay.err()).contains("whom request " + request + " was about");
  }

  private static void done(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
