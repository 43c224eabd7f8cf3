package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

class H2AnsweredRequestsTest extends AnsweredRequestsContract {
  private static final int WAITS = 7;

  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  /** What was answered stays answered, and what is open knows what it asks for. */
  @Test
  void whatTheBackupDoesNotKnowComesFromTheMirror() throws Exception {
    String answered = asked("access");
    job.typing("email: bob@example.org\n", "request add", "--identifiers-from", "-");
    Path backup = directory.resolve("backup.sql");
    engine().execute(SCHEMA, "SCRIPT TO '" + backup + "'");
    done(job.command("request answer", answered, "--evidence", "LETTER-2026-17"));
    String open = asked("contact");
    assertThat(job.run().exitCode()).isZero();
    engine().execute(SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM '" + backup + "'");

    CommandRun replay = replay();
    if (replay.exitCode() == WAITS) { // for the approval of indexes that H2 named anew
      done(job.command("approve", replay.err().strip().replaceFirst("(?s).* ", "")));
      replay = replay();
    }

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isIn(0, 8);
    assertThat(shown(answered).get("state").asString()).isEqualTo("answered");
    assertThat(shown(answered).get("kind").asString()).isEqualTo("access");
    assertThat(shown(answered).get("events").toString()).contains("LETTER-2026-17");
    assertThat(shown(open).get("kind").asString()).isEqualTo("contact");
    assertThat(engine().rows(SCHEMA).get("member")).hasSize(1).first().asString().contains("ann");
    assertThat(engine().control(SCHEMA).toString()).doesNotContain("ann@example.org");
  }

  private CommandRun replay() {
    return job.command(
        "replay",
        "--database",
        "crm",
        "--snapshot",
        "2026-02-28T02:00:00Z",
        "--accept",
        "holds,requests,subjects,rows,tables,backups");
  }

  private static void done(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
