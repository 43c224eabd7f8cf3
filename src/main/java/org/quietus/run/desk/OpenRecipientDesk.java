package org.quietus.run.desk;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.quietus.control.Control;
import org.quietus.job.RecipientDesk;
import org.quietus.policy.Exemption;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notice;
import org.quietus.recipient.NoticeDesk;
import org.quietus.request.mirror.Mirror;

/** The desk of a job whose control schema can be reached. */
public final class OpenRecipientDesk implements RecipientDesk {
  private final JobFile job;
  private final Control control;
  private final RequestChanges changes;

  public OpenRecipientDesk(JobFile job, Control control) {
    this.job = job;
    this.control = control;
    this.changes = new RequestChanges(job, control);
  }

  @Override
  public List<Notice> notices() {
    if (!control.schema().exists()) {
      return List.of();
    }
    control.schema().migrate();
    return control.notices(job.job()).all();
  }

  @Override
  public Notice retry(String id) {
    return changing(desk -> desk.retry(id, now()));
  }

  @Override
  public Notice exempt(String id, Exemption reason) {
    return changing(desk -> desk.exempt(id, reason, now()));
  }

  @Override
  public Notice acknowledge(String id, Instant at) {
    return changing(desk -> desk.acknowledge(id, at, now()));
  }

  private Notice changing(Function<NoticeDesk, Notice> change) {
    Mirror mirror = control.mirror(job.job());
    return changes.make(
        open -> change.apply(new NoticeDesk(control.notices(job.job()), open, mirror)));
  }

  private Instant now() {
    return changes.now();
  }
}
