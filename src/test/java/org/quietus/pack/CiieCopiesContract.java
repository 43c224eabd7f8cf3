package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.quietus.pack.PackJob.ok;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** Those rows of the expo's commitments that are about backups. */
abstract class CiieCopiesContract extends PackContract {
  static final int VISITOR = 55;
  static final int PARTIAL = 8;
  static final int WAITS = 7;

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("participant", "birth_date");
  }

  @Override
  String pack() {
    return "ciie";
  }

  String participant(int number) throws Exception {
    return job.text(
        "SELECT CONCAT_WS(',', name, phone, email, id_card, passport, birth_date, home_address)"
            + " FROM participant WHERE id = "
            + number);
  }

  @Test
  void ciie_4_2_anArchiveIsBeyondUseUntilItGoesAndIsNotReleasedBeforeAReplay() throws Exception {
    assumeTrue(job.vault().agesWithTheJob(), "a server dates its objects by its own clock");
    job.execute("DELETE FROM web_log WHERE participant_id = " + VISITOR);
    job.hoursFromNow(-10).vault().dump("archive/expo.sql.gz");
    String archived = job.moment();
    String before = participant(VISITOR);
    String request = job.hoursFromNow(0).request(VISITOR);
    job.run();
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(backups(certificate))
        .singleElement()
        .satisfies(
            copy -> {
              assertThat(copy.of()).isEqualTo("archive");
              assertThat(copy.protection()).isEqualTo("isolated");
              assertThat(copy.latestExpiry()).isPresent();
              assertThat(copy.followUp()).isTrue();
            });

    job.restore(); // as from that archive
    assertThat(participant(VISITOR)).isEqualTo(before);
    CommandRun refused = job.command("run");
    assertThat(refused.exitCode()).isEqualTo(WAITS);
    assertThat(refused.err()).contains("quietus replay");
    ok(
        job.command(
            "replay",
            "--database",
            "expo",
            "--snapshot",
            archived,
            "--accept",
            "holds,requests,subjects,rows,tables,backups"));
    assertThat(participant(VISITOR)).isEmpty();
  }

  @Test
  void ciie_4_7_recipientsAreToldBackupsGoAtTheirUpdateAndTheJobFileIsArchived() throws Exception {
    job.execute("DELETE FROM web_log WHERE participant_id = " + VISITOR);
    job.hoursFromNow(-10).vault().dump("daily/monday.sql.gz");
    String request = job.hoursFromNow(0).request(VISITOR);
    job.run();
    assertThat(job.told()).containsExactly("face", "navigation", "translation");
    Certificate first = job.certificatesOf(request).get(0);
    assertThat(backups(first)).extracting(Residuals.Copy::protection).contains("awaiting-refresh");
    assertThat(job.vault().everything()).contains(job.person(VISITOR).phone());

    String issuedUnder = job.yaml();
    job.changing("job: ciie\n", "job: ciie     # a later version\n");
    assertThat(ok(job.command("certificate job", first.identity().id())).out().strip())
        .isEqualTo(issuedUnder.strip());
    job.changing("job: ciie     # a later version\n", "job: ciie\n");

    job.hoursFromNow(26).vault().dumpByTheJobsClock("daily/tuesday.sql.gz");
    for (String recipient : List.of("face", "navigation", "translation")) {
      job.confirms(recipient);
    }
    job.hoursFromNow(28).run();
    assertThat(job.vault().keys()).containsExactly("daily/tuesday.sql.gz");
    assertThat(job.vault().everything()).doesNotContain(job.person(VISITOR).phone());
    job.hoursFromNow(54).run(); // the second search is over, at whatever hour of the day this began
    job.hoursFromNow(56).run();
    assertThat(backups(job.lastCertificateOf(request))).isEmpty();
  }

  @Test
  void ciie_4_8_aRunThatFailedAndARequestThatIsOverdueAreShownWithTheDaysLeft() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    job.vault().dump("daily/expo.sql.gz");
    byte[] whole = job.vault().get("daily/expo.sql.gz");
    job.vault().damage("daily/expo.sql.gz");
    String request = job.request(VISITOR);
    CommandRun run = job.command("run", "--json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(PARTIAL);
    String failed = "run " + run.json().get("runId").asString() + " ended PARTIAL";

    CommandRun status = ok(job.day(10).command("status", "--overdue", "--check"));
    assertThat(status.out()).doesNotContain(request, failed);
    assertThat(ok(job.command("status")).out())
        .contains(
            failed + ", and no later run has made up for it; tell of it by 2026-04-01 (20 left)")
        .containsPattern(request + ".*2026-04-01 \\(20 left\\)");
    ok(job.day(30).command("status", "--overdue", "--check"));
    CommandRun overdue = job.day(31).command("status", "--overdue", "--check");
    assertThat(overdue.exitCode()).isEqualTo(9);
    assertThat(overdue.out()).contains(failed, "2026-04-01 (1 overdue)", request);
    // a part of the job alone does not make up for the whole
    ok(job.command("run", "--only", "retention"));
    assertThat(job.command("status").out()).contains(failed);

    job.vault().clear(); // a bucket keeps the damaged one as an older version
    job.vault().put("daily/expo.sql.gz", whole);
    job.command("run");
    job.day(33).command("run");
    assertThat(job.command("status").out()).doesNotContain("incident");
  }

  @Test
  void ciie_4_5_aBackupThatCannotBeReadIsListedAndMakesTheRunPartial() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    job.vault().dump("daily/expo.sql.gz");
    job.vault().damage("daily/expo.sql.gz");
    String request = job.request(VISITOR);
    CommandRun run = job.command("run", "--json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(PARTIAL);
    Certificate certificate = job.lastCertificateOf(request);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(certificate.residuals().copies())
        .anySatisfy(
            copy -> {
              assertThat(copy.place()).isEqualTo(Residuals.Place.BACKUP);
              assertThat(copy.of()).contains("daily");
            });
    assertThat(job.state(request)).isNotEqualTo("completed");
  }
}
