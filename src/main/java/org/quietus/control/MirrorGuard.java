package org.quietus.control;

import org.quietus.evidence.EvidenceStore;
import org.quietus.job.CannotRun;
import org.quietus.job.JobSession;
import org.quietus.policy.JobFile;
import org.quietus.request.mirror.Mirror;

/** Keeps everybody off a control schema that does not know what the evidence store knows. */
public final class MirrorGuard {
  private final JobFile job;
  private final Control control;

  public MirrorGuard(JobFile job, Control control) {
    this.job = job;
    this.control = control;
  }

  /** See {@link JobSession#requireLevel()}. */
  public void requireLevel(EvidenceStore store) {
    requireMirror(store);
    if (isReplayOpen() || standing(store) == Mirror.Standing.DATABASE_BEHIND) {
      throw new CannotRun(
          CannotRun.WAITS,
          (isReplayOpen()
                  ? "a replay is unfinished"
                  : "the database knows less than the evidence store: it was restored")
              + ", and persons who were erased may be back in it. First of all: quietus replay "
              + job.text().file()
              + " --database "
              + job.home()
              + " --snapshot INSTANT, the moment that the backup was made at");
    }
  }

  /** See {@link JobSession#requireCaughtUp()}. */
  public void requireCaughtUp(EvidenceStore store) {
    if (!isReplayOpen() || standing(store) != Mirror.Standing.LEVEL) {
      requireLevel(store);
    }
  }

  /**
   * Refuses an evidence store that lost what was copied to it.
   *
   * @throws CannotRun with {@link CannotRun#REFUSED}
   */
  public void requireMirror(EvidenceStore store) {
    if (standing(store) == Mirror.Standing.MIRROR_BEHIND) {
      throw new CannotRun(
          CannotRun.REFUSED,
          "the evidence store lacks what was copied to it of requests, holds and suppression"
              + " entries, or holds it changed; see that 'evidence: store:' of "
              + job.text().file()
              + " names the right place and that it is mounted, or bring its folder 'mirror'"
              + " back from a backup of its own");
    }
  }

  /** Whether a replay is unfinished. */
  public boolean isReplayOpen() {
    return control.schema().has("replay") && control.replays(job.job()).isOpen();
  }

  /** How the database stands to the evidence store, whatever version its control schema has. */
  public Mirror.Standing standing(EvidenceStore store) {
    Mirror mirror = control.mirror(job.job(), store);
    if (control.schema().has("mirror_piece")) {
      return mirror.standing();
    }
    return mirror.isEmpty() ? Mirror.Standing.LEVEL : Mirror.Standing.DATABASE_BEHIND;
  }
}
