package org.quietus.run.desk;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.quietus.control.Control;
import org.quietus.control.PaceNotes;
import org.quietus.control.RunLock;
import org.quietus.job.CannotRun;
import org.quietus.job.PaceDesk;
import org.quietus.job.PaceOrder;
import org.quietus.policy.JobFile;

/** The desk of a job whose control schema can be reached. */
public final class OpenPaceDesk implements PaceDesk {
  private final JobFile job;
  private final Control control;

  public OpenPaceDesk(JobFile job, Control control) {
    this.job = job;
    this.control = control;
  }

  @Override
  public String order(PaceOrder.Wish wish) {
    return given(token -> control.pace().order(token, wish));
  }

  @Override
  public String tune(
      OptionalInt slots, OptionalLong rowsPerSecond, OptionalLong rowsReadPerSecond) {
    return given(token -> control.pace().tune(token, slots, rowsPerSecond, rowsReadPerSecond));
  }

  private String given(Predicate<Long> order) {
    if (!control.schema().exists()) {
      throw nobody();
    }
    control.schema().migrate();
    if (!RunLock.isHeld(control.access().lock().get())) {
      throw nobody();
    }
    return control
        .pace()
        .atWork(job.job())
        .filter(start -> order.test(start.token()))
        .map(PaceNotes.AtWork::run)
        .orElseThrow(this::nobody);
  }

  private CannotRun nobody() {
    return new CannotRun(
        CannotRun.REFUSED,
        "no run of job '" + job.job() + "' is at work, so there is none to give orders to");
  }
}
