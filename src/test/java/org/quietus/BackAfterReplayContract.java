package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;

/** Whoever is back after a replay erased them is left alone when rows that a law kept come due. */
abstract class BackAfterReplayContract extends RestoredShop {
  @Test
  void whoIsBackAfterAReplayIsLeftAloneWhenKeptRowsComeDue() throws Exception {
    String bo = job.request("email: bo@example.org");
    backUp();
    erasing();
    assertThat(request(bo, "state")).isEqualTo("deferred");
    restore();
    replayed();
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    back();

    job.at("2026-12-31T12:00:00Z");
    erasing();

    assertThat(engine().rows(SCHEMA).get("access_log")).noneMatch(row -> row.startsWith("id=1 "));
    assertThat(row("customer", "id=2 ")).contains("bo@example.org");
    assertThat(row("chat", "id=77 ")).contains("back again");
  }

  @Test
  void whoIsBackFromASecondBackupIsErasedAgain() throws Exception {
    String bo = job.request("email: bo@example.org");
    backUp();
    erasing();
    restore();
    replayed();
    restore();
    assertThat(row("customer", "id=2 ")).contains("full_name=Bo ");

    replayed();

    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    assertThat(request(bo, "state")).isEqualTo("deferred");
    job.at("2026-12-31T12:00:00Z");
    erasing();
    assertThat(engine().rows(SCHEMA).get("access_log")).noneMatch(row -> row.startsWith("id=1 "));
  }

  private void back() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET full_name = 'Bo', email = 'bo@example.org', anonymised_at = NULL"
                + " WHERE id = 2",
            "INSERT INTO chat (id, customer_ref, body, sent_at)"
                + " VALUES (77, 2, 'back again', '2026-12-01 00:00:00')");
  }

  private void replayed() {
    CommandRun replay = replay();
    if (replay.exitCode() == WAITS) { // for the approval of indexes that H2 named anew
      ok(job.command("approve", replay.err().strip().replaceFirst("(?s).* ", "")));
      replay = replay();
    }
    ok(replay);
  }

  private void erasing() {
    CommandRun run = job.command("run", "--only", "erasure");
    if (run.exitCode() == WAITS) {
      ok(job.command("approve", run.err().strip().replaceFirst("(?s).* ", "")));
      run = job.command("run", "--only", "erasure");
    }
    ok(run);
  }
}
