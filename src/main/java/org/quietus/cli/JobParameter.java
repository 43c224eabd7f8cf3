package org.quietus.cli;

import java.nio.file.Path;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobFiles;
import org.quietus.run.JobSession;
import picocli.CommandLine.Parameters;

/** The JOB that most commands take first. */
final class JobParameter {

  @Parameters(index = "0", paramLabel = "JOB", description = "The path of a job file.")
  private Path file;

  Path file() {
    return file;
  }

  JobFile read(Surroundings surroundings) {
    return JobFiles.load(file, surroundings.environment());
  }

  /** Connects; refuses a database that was restored and not replayed since. */
  JobSession open(Surroundings surroundings) {
    JobSession session = openUnasked(surroundings);
    try {
      session.requireLevel();
      return session;
    } catch (RuntimeException refused) {
      session.close();
      throw refused;
    }
  }

  /** Connects for a command that does without the control schema, or brings it level. */
  JobSession openUnasked(Surroundings surroundings) {
    return surroundings.sessions().open(read(surroundings), surroundings.clock());
  }
}
