package org.quietus.cli.input;

import java.time.Clock;
import org.quietus.job.JobSession;
import org.quietus.policy.JobFile;

/** Opens jobs: all that the commands know of how a run is put together. */
public interface Sessions {

  /**
   * Connects to the job's database.
   *
   * @throws org.quietus.policy.InvalidInput if it cannot be reached or used
   */
  JobSession open(JobFile job, Clock clock);
}
